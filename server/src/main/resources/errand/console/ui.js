// What every page uses: elements, talking to the server, and small parts that look alike everywhere.
// Text reaches the page through the DOM only, so nothing a device or an operator wrote is ever markup.
export const { h, render, Fragment } = preact;
export const { useState, useEffect, useRef, useMemo, useCallback } = preactHooks;

/** Executions by status, in the order in which charts stack them: what went wrong at the bottom. */
export const STATUSES = ['FAILED', 'TIMED_OUT', 'REJECTED', 'SUCCEEDED', 'IN_PROGRESS', 'QUEUED', 'CANCELED', 'REMOVED'];
export const FAILURES = ['FAILED', 'TIMED_OUT', 'REJECTED'];
const WORDS = {
  FAILED: 'failed', TIMED_OUT: 'timed out', REJECTED: 'rejected', SUCCEEDED: 'succeeded', IN_PROGRESS: 'in progress',
  QUEUED: 'queued', CANCELED: 'canceled', REMOVED: 'removed', SCHEDULED: 'scheduled', COMPLETED: 'completed',
  DELETION_IN_PROGRESS: 'being deleted',
};
export const words = (status) => WORDS[status] || String(status).toLowerCase().replaceAll('_', ' ');

let who = null;
/** Who is signed in: accessKeyId, account, role, region, csrf. */
export const session = () => who;
export const setSession = (session) => { who = session; };
export const mayChange = () => who !== null && who.role !== 'read-only';

/** Asks the server; throws an Error whose message is for people. */
export async function api(method, path, body) {
  const headers = { 'x-errand-csrf': who ? who.csrf : '' };
  if (body !== undefined) headers['content-type'] = 'application/json';
  let answer;
  try {
    answer = await fetch('/console/api' + path, { method, headers, body: body === undefined ? undefined : JSON.stringify(body) });
  } catch {
    throw new Error('The server does not answer. Is it running?');
  }
  return read(answer);
}

export async function read(answer) {
  const text = await answer.text();
  let value = {};
  try { value = text ? JSON.parse(text) : {}; } catch { value = { message: text }; }
  if (answer.status === 401) window.dispatchEvent(new Event('signed-out'));
  if (!answer.ok) throw Object.assign(new Error(value.message || `The server answered ${answer.status}.`), { status: answer.status });
  return value;
}

export const enc = encodeURIComponent;

// ---- finding the way ----
export function go(path) {
  history.pushState(null, '', '/console' + path);
  window.dispatchEvent(new Event('way'));
  window.scrollTo(0, 0);
}
export function Link({ to, children, ...rest }) {
  const click = (e) => {
    if (e.ctrlKey || e.metaKey || e.shiftKey || e.button) return;
    e.preventDefault();
    go(to);
  };
  return h('a', { href: '/console' + to, onClick: click, ...rest }, children);
}
export const thingPath = (name) => '/things/' + enc(name);
export const jobPath = (id) => '/jobs/' + enc(id);
export const lastOf = (arn) => String(arn).slice(String(arn).lastIndexOf('/') + 1);

// ---- words for numbers and times ----
export const number = (n) => Number(n || 0).toLocaleString('en');
export const time = (seconds) => new Date(seconds * 1000).toLocaleString('en-GB', { day: 'numeric', month: 'short', hour: '2-digit', minute: '2-digit', second: '2-digit' });
export function ago(seconds) {
  const past = Date.now() / 1000 - seconds;
  const [n, unit] = split(Math.abs(past));
  return Math.abs(past) < 5 ? 'just now' : past > 0 ? `${n} ${unit} ago` : `in ${n} ${unit}`;
}
export function span(seconds) {
  const [n, unit] = split(seconds);
  return `${n} ${unit}`;
}
function split(s) {
  const units = [[86400, 'd'], [3600, 'h'], [60, 'min'], [1, 's']];
  const [size, unit] = units.find(([size]) => s >= size * 1.5) || units[3];
  return [Math.round(s / size), unit];
}
export const Time = ({ at }) => at ? h('time', { dateTime: new Date(at * 1000).toISOString(), title: time(at) }, ago(at)) : h('span', { class: 'dim' }, '–');

// ---- parts ----
export const Badge = ({ status, children }) => h('span', { class: 'badge ' + status }, children || words(status));
export const Card = ({ title, side, class: kind, children }) => h('section', { class: 'card ' + (kind || '') },
  title && h('header', null, h('h2', null, title), side), children);
export const Problem = ({ error }) => error ? h('p', { class: 'problem', role: 'alert' }, error.message || String(error)) : null;
export const Empty = ({ children }) => h('p', { class: 'empty' }, children);
export const total = (counts) => STATUSES.reduce((sum, each) => sum + (counts[each] || 0), 0);

export function Bar({ counts, tall }) {
  const all = total(counts);
  const parts = STATUSES.filter((each) => counts[each] > 0);
  const told = parts.map((each) => `${number(counts[each])} ${words(each)}`).join(', ') || 'nothing placed yet';
  return h('div', { class: 'bar' + (tall ? ' tall' : ''), role: 'img', 'aria-label': told, title: told },
    [...parts].sort((a, b) => ORDER.indexOf(a) - ORDER.indexOf(b))
      .map((each) => h('i', { class: each, style: { width: (100 * counts[each] / all) + '%' } })));
}
const ORDER = ['SUCCEEDED', 'FAILED', 'TIMED_OUT', 'REJECTED', 'CANCELED', 'REMOVED', 'IN_PROGRESS', 'QUEUED'];

/** Details of a device as name and value, as text. */
export const Pairs = ({ of, empty }) => {
  const names = Object.keys(of || {});
  return names.length
    ? h('dl', { class: 'pairs' }, names.map((name) => h(Fragment, { key: name }, h('dt', null, name), h('dd', null, String(of[name])))))
    : h('span', { class: 'dim' }, empty || '–');
};

export const Document = ({ text, label }) => h('pre', { class: 'document', tabIndex: 0, 'aria-label': label || 'document' }, pretty(text));
export function pretty(text) {
  try { return JSON.stringify(JSON.parse(text), null, 2); } catch { return text; }
}

/** A question before something is done, in words. `ask` is {title, text, verb, danger, field, run}. */
export function Ask({ ask, close }) {
  const ref = useRef(null);
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState(null);
  const [value, setValue] = useState('');
  useEffect(() => { ref.current.showModal(); }, []);
  const run = async (e) => {
    e.preventDefault();
    setBusy(true);
    try { await ask.run(value); close(); } catch (problem) { setError(problem); setBusy(false); }
  };
  return h('dialog', { ref, onClose: close, 'aria-labelledby': 'ask-title' },
    h('form', { onSubmit: run },
      h('h2', { id: 'ask-title' }, ask.title),
      [].concat(ask.text).map((each) => h('p', null, each)),
      ask.field && h('label', null, ask.field, h('input', { value, maxLength: 500, onInput: (e) => setValue(e.target.value) })),
      h(Problem, { error }),
      h('div', { class: 'row end' },
        h('button', { type: 'button', class: 'quiet', onClick: () => ref.current.close() }, 'Keep as it is'),
        h('button', { type: 'submit', class: ask.danger ? 'danger' : 'primary', disabled: busy }, ask.verb))));
}

/** Loads once and again when `again` changes. */
export function useLoad(load, again) {
  const [state, setState] = useState({});
  useEffect(() => {
    let wanted = true;
    load().then((value) => wanted && setState({ value }), (error) => wanted && setState((old) => ({ ...old, error })));
    return () => { wanted = false; };
  }, again);
  return state;
}

export const Tabs = ({ of, at, set }) => h('div', { class: 'tabs', role: 'group' }, of.map(([id, label]) =>
  h('button', { type: 'button', key: id, 'aria-pressed': at === id, onClick: () => set(id) }, label)));
