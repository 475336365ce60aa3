/** The places of the desk, by permission: the rail and the palette both read this. */
  name: "desk" | "live" | "reports" | "contacts" | "customers" | "knowledge" | "bot" | "settings";
