/** Texts of settings that would be too much for the first load. */
import "../features/tickets/texts";
import { addTexts } from "../i18n";
import english from "../locales/automations.en.json";
import chinese from "../locales/automations.zh-CN.json";
import importsEnglish from "../locales/imports.en.json";
import importsChinese from "../locales/imports.zh-CN.json";

addTexts({ "zh-CN": chinese, en: english });
addTexts({ "zh-CN": importsChinese, en: importsEnglish });
