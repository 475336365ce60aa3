/** The oldest browsers a visitor may come with: WeChat's web view is a Chromium of this age, iOS 12 an old telephone. */
export const targets = ["chrome70", "safari12", "ios12"];
