export {
  UiButton,
  UiCheckbox,
  UiCheckboxGroup,
  UiDatePicker,
  UiDropdown,
  UiDropdownItem,
  UiDropdownMenu,
  UiInput,
  UiInputNumber,
  UiInputTag,
  UiOption,
  UiSelect,
  UiSwitch,
  UiTabPane,
  UiTabs,
  UiTooltip,
} from "./kit";
export * from "./icons";
export { confirm, explain, showProblem } from "./feedback";
export { default as UiAvatar } from "./components/UiAvatar.vue";
export { default as UiBar } from "./components/UiBar.vue";
export { default as UiBubble } from "./components/UiBubble.vue";
export { default as UiCopy } from "./components/UiCopy.vue";
export { default as UiDialog } from "./components/UiDialog.vue";
export { default as UiEmpty } from "./components/UiEmpty.vue";
export { default as UiError } from "./components/UiError.vue";
export { default as UiField } from "./components/UiField.vue";
export { default as UiFilePicker } from "./components/UiFilePicker.vue";
export { default as IconEmoji } from "./components/IconEmoji.vue";
export { default as UiIcon } from "./components/UiIcon.vue";
export { default as UiIconButton } from "./components/UiIconButton.vue";
export { default as UiKeys } from "./components/UiKeys.vue";
export { default as UiLoadingRows } from "./components/UiLoadingRows.vue";
export { default as UiPage } from "./components/UiPage.vue";
export { default as UiProvider } from "./components/UiProvider.vue";
export { default as UiRing } from "./components/UiRing.vue";
export { default as UiSheet } from "./components/UiSheet.vue";
export { default as UiStatusDot } from "./components/UiStatusDot.vue";
export { default as UiTable } from "./components/UiTable.vue";
export { default as UiTag } from "./components/UiTag.vue";
export { default as UiText } from "./components/UiText.vue";
export { default as UiResourcePage } from "./resource/UiResourcePage.vue";
export type * from "./resource/resource";
export { PART_ERRORS } from "./resource/resource";
export { default as uiEnglish } from "./locales/en.json";
export { default as uiChinese } from "./locales/zh-CN.json";
