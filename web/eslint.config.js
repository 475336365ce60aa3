import js from "@eslint/js";
import vue from "eslint-plugin-vue";
import ts from "typescript-eslint";

const kitOnlyInUi = {
  "no-restricted-imports": [
    "error",
    {
      patterns: [
        { group: ["element-plus", "element-plus/*", "@element-plus/*"], message: "Import from @kefu/ui." },
        { group: ["@kefu/*/src/*"], message: "Enter a package by its door." },
      ],
    },
  ],
};

export default ts.config(
  { ignores: ["**/dist/**", "**/node_modules/**", "packages/api/src/schema.ts"] },
  js.configs.recommended,
  ...ts.configs.recommended,
  ...vue.configs["flat/recommended"],
  {
    files: ["**/*.vue"],
    languageOptions: { parserOptions: { parser: ts.parser } },
  },
  {
    rules: {
      // TypeScript checks names, and knows the globals of the browser and of Node.
      "no-undef": "off",
      eqeqeq: "error",
      "no-console": "error",
      "vue/multi-word-component-names": "off",
      "vue/max-attributes-per-line": "off",
      "vue/singleline-html-element-content-newline": "off",
      "vue/html-self-closing": ["error", { html: { void: "always", normal: "never", component: "always" } }],
      "vue/html-closing-bracket-newline": "off",
      "vue/html-indent": "off",
      "vue/first-attribute-linebreak": "off",
      "vue/attributes-order": "off",
      "vue/require-default-prop": "off",
    },
  },
  { files: ["desk/**", "widget/**", "packages/{api,realtime}/**"], rules: kitOnlyInUi },
  { files: ["**/scripts/**", "**/dev/**"], rules: { "no-console": "off" } },
);
