/** Texts of settings that would be too much for the first load. */
import "../features/tickets/texts";
import "../features/incidents/texts";
import { addTexts } from "../i18n";
import automationsEnglish from "../locales/automations.en.json";
import automationsChinese from "../locales/automations.zh-CN.json";
import importsEnglish from "../locales/imports.en.json";
import importsChinese from "../locales/imports.zh-CN.json";
import english from "../locales/settings.en.json";
import chinese from "../locales/settings.zh-CN.json";

addTexts({ "zh-CN": automationsChinese, en: automationsEnglish });
addTexts({ "zh-CN": chinese, en: english });
addTexts({ "zh-CN": importsChinese, en: importsEnglish });
