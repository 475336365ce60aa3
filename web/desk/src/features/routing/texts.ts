/** Texts of whom work goes to, which would be too much for the first load. */
import { addTexts } from "../../i18n";
import english from "../../locales/decisions.en.json";
import chinese from "../../locales/decisions.zh-CN.json";

addTexts({ "zh-CN": chinese, en: english });
