// The JSON API of the stand-in, and the stream of what happens in the workspace.

async function spoken(response) {
  const body = await response.json().catch(() => ({}));
  if (response.ok) return body;
  const error = body.error ?? `http_${response.status}`;
  return { ok: false, error, said: body.said ?? `The stand-in answered with ${response.status} (${error}).` };
}

/** Never rejects: a server that is gone is an answer with `ok: false` too. */
async function ask(path, options) {
  try {
    return await spoken(await fetch(path, options));
  } catch {
    return { ok: false, error: "unreachable", said: "The stand-in does not answer. Is it still running in its terminal?" };
  }
}

const get = (path, query) => ask(`${path}?${new URLSearchParams(query)}`);
const post = (path, body) =>
  ask(path, { method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify(body) });

export const reloaded = (user) => post("/page/reloaded", { user });
export const state = (user) => get("/page/state", user ? { user } : {});
export const messages = (user, channel) => get("/page/messages", { user, channel });
export const type = (user, channel, text) => post("/page/type", { user, channel, text });
export const act = (user, body) => post("/page/act", { user, ...body });
export const submit = (user, view, values) => post("/page/submit", { user, view, values });
/** `all`: the x, which closes everything the modal stands on. */
export const close = (user, view, all = false) => post("/page/close", { user, view, all });
export const read = (user, channel) => post("/page/read", { user, channel });
export const account = (user, deleted) => post("/page/account", { user, deleted });
export const home = (user) => post("/page/home", { user });
export const upload = (user, file) =>
  ask(`/page/upload?${new URLSearchParams({ user, name: file.name })}`, { method: "POST", body: file });
/** Where this person's browser fetches a file: by its id (`{file}`) or one of its addresses (`{link}`). */
export const fileAddress = (user, which) => `/page/file?${new URLSearchParams({ user, ...which })}`;
export const settings = (stateValues) => post("/page/settings", { state_values: stateValues });

/**
 * Listens as one person. `onevent(event)` gets each happening, `onstatus(up)` the state of the line; the browser
 * reconnects by itself. Gives `stop()` and `opened`, a promise of the first connection.
 */
export function listen(user, { onevent, onstatus }) {
  const stream = new EventSource(`/page/events?${new URLSearchParams({ user })}`);
  stream.onmessage = ({ data }) => onevent(JSON.parse(data));
  const opened = new Promise((resolve) => {
    stream.onopen = () => {
      onstatus(true);
      resolve();
    };
    stream.onerror = () => {
      onstatus(false);
      resolve();
    };
  });
  return { opened, stop: () => stream.close() };
}
