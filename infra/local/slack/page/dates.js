// Times as Slack writes them, in the clock of the person looking at the page.

const pad = (number) => String(number).padStart(2, "0");
const say = (date, options) => date.toLocaleDateString("en-US", options);
const DAY = 86_400_000;

export const dayKey = (date) => `${date.getFullYear()}-${pad(date.getMonth() + 1)}-${pad(date.getDate())}`;

export function clockTime(date, seconds = false) {
  return date.toLocaleTimeString("en-US", { hour: "numeric", minute: "2-digit", second: seconds ? "2-digit" : undefined });
}

function ordinal(day) {
  const tail = day % 10;
  if (day >= 11 && day <= 13) return `${day}th`;
  return `${day}${{ 1: "st", 2: "nd", 3: "rd" }[tail] ?? "th"}`;
}

const long = (date) => `${say(date, { month: "long" })} ${ordinal(date.getDate())}, ${date.getFullYear()}`;

function nearby(date) {
  const days = Math.round((new Date(dayKey(date)) - new Date(dayKey(new Date()))) / DAY);
  return { 0: "Today", 1: "Tomorrow", [-1]: "Yesterday" }[days];
}

/** "Today", "Yesterday" or "Monday, November 23rd": the line between two days of messages. */
export function dayLine(date) {
  return nearby(date) ?? `${say(date, { weekday: "long" })}, ${say(date, { month: "long" })} ${ordinal(date.getDate())}`;
}

function ago(date) {
  const seconds = Math.round((Date.now() - date) / 1000);
  for (const [unit, size] of [["day", 86_400], ["hour", 3600], ["minute", 60]]) {
    const count = Math.floor(Math.abs(seconds) / size);
    if (count) return seconds > 0 ? `${count} ${unit}${count > 1 ? "s" : ""} ago` : `in ${count} ${unit}${count > 1 ? "s" : ""}`;
  }
  return seconds >= 0 ? "just now" : "in a moment";
}

const TOKENS = {
  date_num: dayKey,
  date: long,
  date_short: (date) => say(date, { month: "short", day: "numeric", year: "numeric" }),
  date_long: (date) => `${say(date, { weekday: "long" })}, ${long(date)}`,
  date_slash: (date) => `${pad(date.getMonth() + 1)}/${pad(date.getDate())}/${date.getFullYear()}`,
  time: (date) => clockTime(date),
  time_secs: (date) => clockTime(date, true),
  ago,
};
for (const name of ["date", "date_short", "date_long"]) {
  TOKENS[`${name}_pretty`] = (date) => nearby(date) ?? TOKENS[name](date);
}

/** `<!date^1392734382^{date} at {time}|fallback>`: the words for that moment. */
export function spokenDate(epoch, format, fallback) {
  const date = new Date(Number(epoch) * 1000);
  if (Number.isNaN(date.getTime())) return fallback ?? format;
  const words = format.replace(/\{(\w+)\}/g, (whole, name) => TOKENS[name]?.(date) ?? whole);
  return words[0] === words[0]?.toLowerCase() ? words : words[0].toUpperCase() + words.slice(1);
}
