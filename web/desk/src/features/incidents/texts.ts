/** Texts of incidents and emergency plans, loaded with what needs them. */
import { addTexts } from "../../i18n";
import english from "../../locales/incidents.en.json";
import chinese from "../../locales/incidents.zh-CN.json";

addTexts({ "zh-CN": chinese, en: english });
