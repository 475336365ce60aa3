import { describe, expect, it } from "vitest";
import { filled, unfilledAt } from "./variables";

describe("variables of quick replies", () => {
  it("fills what is known in either language and leaves the rest", () => {
    const known = { customer: "王芳", agent: "小禾" };
    expect(filled("您好，{客户姓名}，我是{昵称}。", known)).toBe("您好，王芳，我是小禾。");
    expect(filled("Hi {customer_name}, your order {order_number}", known)).toBe("Hi 王芳, your order {order_number}");
    expect(filled("{随便写的}", known)).toBe("{随便写的}");
  });

  it("says where the first gap is", () => {
    expect(unfilledAt("订单 {订单号} 已发出")).toEqual({ from: 3, to: 8, name: "{订单号}" });
    expect(unfilledAt("没有空缺")).toBeNull();
  });
});
