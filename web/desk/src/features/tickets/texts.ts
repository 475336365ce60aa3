/** Texts of the pages of tickets that would be too much for the first load. */
import { addTexts } from "../../i18n";
import english from "../../locales/ticket-work.en.json";
import chinese from "../../locales/ticket-work.zh-CN.json";

addTexts({ "zh-CN": chinese, en: english });
