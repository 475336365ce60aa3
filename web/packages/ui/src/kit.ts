/** The kit's components under our names, each with its own style sheet. Nothing else imports the kit. */
import "element-plus/es/components/button/style/css";
import "element-plus/es/components/checkbox/style/css";
import "element-plus/es/components/checkbox-group/style/css";
import "element-plus/es/components/config-provider/style/css";
import "element-plus/es/components/date-picker/style/css";
import "element-plus/es/components/dialog/style/css";
import "element-plus/es/components/drawer/style/css";
import "element-plus/es/components/dropdown/style/css";
import "element-plus/es/components/dropdown-item/style/css";
import "element-plus/es/components/dropdown-menu/style/css";
import "element-plus/es/components/input/style/css";
import "element-plus/es/components/input-number/style/css";
import "element-plus/es/components/input-tag/style/css";
import "element-plus/es/components/message/style/css";
import "element-plus/es/components/message-box/style/css";
import "element-plus/es/components/option/style/css";
import "element-plus/es/components/select/style/css";
import "element-plus/es/components/switch/style/css";
import "element-plus/es/components/tab-pane/style/css";
import "element-plus/es/components/tabs/style/css";
import "element-plus/es/components/tooltip/style/css";

export {
  ElButton as UiButton,
  ElCheckbox as UiCheckbox,
  ElCheckboxGroup as UiCheckboxGroup,
  ElConfigProvider,
  ElDatePicker as UiDatePicker,
  ElDialog,
  ElDrawer,
  ElDropdown as UiDropdown,
  ElDropdownItem as UiDropdownItem,
  ElDropdownMenu as UiDropdownMenu,
  ElInput as UiInput,
  ElInputNumber as UiInputNumber,
  ElInputTag as UiInputTag,
  ElMessage,
  ElMessageBox,
  ElOption as UiOption,
  ElSelect as UiSelect,
  ElSwitch as UiSwitch,
  ElTabPane as UiTabPane,
  ElTabs as UiTabs,
  ElTooltip as UiTooltip,
} from "element-plus";
