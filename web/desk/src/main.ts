import "./old-browsers";
import "@kefu/ui/tokens.css";
import "@kefu/ui/base.css";
import { VueQueryPlugin } from "@tanstack/vue-query";
import { createPinia } from "pinia";
import { createApp } from "vue";
import App from "./App.vue";
import { i18n, initialLocale, setLocale } from "./i18n";
import { queryClient } from "./queries";
import { createDeskRouter } from "./router";
import { applyTheme } from "./theme";
// After the kit's own styles, which come with the components above.
import "@kefu/ui/element.css";

applyTheme();
void setLocale(initialLocale()).then(() => {
  const app = createApp(App).use(createPinia()).use(VueQueryPlugin, { queryClient }).use(i18n);
  app.use(createDeskRouter()).mount("#app");
});
