/** The one line in which a visitor says how to reach him, as the server wants it: an address with @, or a telephone. */

export function parseContact(line: string): { phone?: string; email?: string } | null {
  const value = line.trim();
  if (/^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(value)) return { email: value };
  const phone = value.replace(/[\s()-]/g, "");
  return /^\+?\d{7,15}$/.test(phone) ? { phone } : null;
}
