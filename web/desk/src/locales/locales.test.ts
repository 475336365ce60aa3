import { baseCompile } from "@intlify/message-compiler";
import { uiChinese, uiEnglish } from "@kefu/ui";
import { describe, expect, it } from "vitest";
import automationsEnglish from "./automations.en.json";
import automationsChinese from "./automations.zh-CN.json";
import decisionsEnglish from "./decisions.en.json";
import decisionsChinese from "./decisions.zh-CN.json";
import english from "./en.json";
import incidentsEnglish from "./incidents.en.json";
import incidentsChinese from "./incidents.zh-CN.json";
import importsEnglish from "./imports.en.json";
import importsChinese from "./imports.zh-CN.json";
import latin from "./latin.json";
import workEnglish from "./ticket-work.en.json";
import workChinese from "./ticket-work.zh-CN.json";
import settingsEnglish from "./settings.en.json";
import settingsChinese from "./settings.zh-CN.json";
import chinese from "./zh-CN.json";

type Texts = { [key: string]: string | Texts };

function flat(texts: Texts, prefix = ""): Map<string, string> {
  const found = new Map<string, string>();
  for (const [key, value] of Object.entries(texts)) {
    if (typeof value === "string") found.set(prefix + key, value);
    else for (const [below, text] of flat(value, `${prefix}${key}.`)) found.set(below, text);
  }
  return found;
}

const zhParts = [automationsChinese, workChinese, incidentsChinese, importsChinese, settingsChinese, decisionsChinese];
const enParts = [automationsEnglish, workEnglish, incidentsEnglish, importsEnglish, settingsEnglish, decisionsEnglish];
const zh = new Map([...flat({ ...uiChinese, ...chinese }), ...zhParts.flatMap((part) => [...flat(part)])]);
const en = new Map([...flat({ ...uiEnglish, ...english }), ...enParts.flatMap((part) => [...flat(part)])]);

/** Names of keys, of file formats, of technical things and demo accounts (`latin.json`); paths, addresses and slots. */
const ALLOWED = new RegExp(String.raw`https?:\/\/\S+|\w+@[\w.]+|\b(${latin.join("|")})\b|\/[a-z]+\b|\{\w+\}|\{'\{'\}\w+\{'\}'\}`, "g");

describe("the two languages", () => {
  it("have the same keys", () => {
    expect([...zh.keys()].sort()).toEqual([...en.keys()].sort());
  });

  it("take the same values", () => {
    const slots = (text: string) => [...text.matchAll(/\{\w+\}/g)].map(String).sort();
    for (const [key, text] of zh) expect(slots(text), key).toEqual(slots(en.get(key)!));
  });

  it("are written as the compiler of texts reads them: an address needs {'@'}", () => {
    const faults: string[] = [];
    for (const [key, text] of [...zh, ...en]) baseCompile(text, { onError: (fault) => faults.push(`${key}: ${fault.message}`) });
    expect(faults).toEqual([]);
  });

  it("leave no English word in the Chinese one", () => {
    const mixed = [...zh].filter(([, text]) => /[A-Za-z]{2,}/.test(text.replaceAll("{'@'}", "@").replace(ALLOWED, "")));
    expect(mixed).toEqual([]);
  });

  it("write full-width marks in Chinese", () => {
    const half = [...zh].filter(([, text]) => /[\u3400-\u9fff“”][,;:!?()]|[,;:!?()][\u3400-\u9fff“”]/.test(text));
    expect(half).toEqual([]);
  });
});
