// The frame: who is signed in, where the page is, keys, light and dark.
import { h, render, useEffect, useState, read, session, setSession, go, Link, Problem } from './ui.js';
import { JobsPage } from './jobs.js';
import { JobPage } from './job.js';
import { CreatePage } from './create.js';
import { FleetPage, GroupPage } from './fleet.js';
import { ThingPage } from './thing.js';
import { JournalPage } from './journal.js';

const NAV = [['/jobs', 'Jobs'], ['/things', 'Fleet'], ['/journal', 'Journal']];

async function signIn(body) {
  const answer = await fetch('/console/session', { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) });
  return read(answer);
}

function SignIn({ done, error }) {
  const [id, setId] = useState('');
  const [secret, setSecret] = useState('');
  const [problem, setProblem] = useState(error);
  const send = async (e) => {
    e.preventDefault();
    try { done(await signIn({ accessKeyId: id.trim(), secretAccessKey: secret.trim() })); } catch (why) { setProblem(why); }
  };
  return h('main', { id: 'main', class: 'signin' },
    h('img', { src: '/console/assets/icon.svg', alt: '', width: 48, height: 48 }),
    h('h1', null, 'Sign in to Errand'),
    h('p', { class: 'dim' }, 'Use the link that the server printed when it started, or an access key.'),
    h('form', { onSubmit: send, class: 'stack' },
      h('label', null, 'Access key id', h('input', { value: id, autoComplete: 'username', required: true, onInput: (e) => setId(e.target.value) })),
      h('label', null, 'Secret access key', h('input', { type: 'password', value: secret, autoComplete: 'current-password', required: true, onInput: (e) => setSecret(e.target.value) })),
      h(Problem, { error: problem }),
      h('button', { class: 'primary' }, 'Sign in')),
    h('p', { class: 'dim small' }, 'Keys are in ', h('code', null, 'identity/access-keys.json'), ' of the data folder. A new link: ', h('code', null, 'errand console --data DIR')));
}

const way = () => decodeURI(location.pathname).replace(/^\/console\/?/, '/');

function page(path) {
  const [, first, ...rest] = location.pathname.replace(/^\/console/, '').split('/');
  const name = decodeURIComponent(rest.join('/'));
  switch (first) {
    case 'jobs': return name ? h(JobPage, { key: path, id: name }) : h(JobsPage, null);
    case 'create': return h(CreatePage, { key: 'create' });
    case 'things': return name ? h(ThingPage, { key: path, name }) : h(FleetPage, { key: 'things' });
    case 'groups': return name ? h(GroupPage, { key: path, name }) : h(FleetPage, { key: 'groups', at: 'groups' });
    case 'journal': return h(JournalPage, { key: 'journal' });
    default: return h(JobsPage, null);
  }
}

function theme(next) {
  if (next) document.documentElement.dataset.theme = next; else delete document.documentElement.dataset.theme;
  window.dispatchEvent(new Event('theme'));
}

function App() {
  const [state, setState] = useState({ loading: true });
  const [path, setPath] = useState(way());
  useEffect(() => {
    const moved = () => setPath(way() + location.search);
    const out = () => { setSession(null); setState({}); };
    const check = () => fetch('/console/session').then((answer) => answer.status === 401 && out(), () => {});
    window.addEventListener('way', moved);
    window.addEventListener('popstate', moved);
    window.addEventListener('signed-out', out);
    window.addEventListener('check-session', check);
    window.addEventListener('keydown', keys);
    begin().then(setState);
    return () => {};
  }, []);
  const done = (who) => { setSession(who); setState({ who }); if (way() === '/') go('/jobs'); };
  if (state.loading) return h('main', { class: 'plain' }, h('p', null, 'Loading…'));
  if (!state.who) return h(SignIn, { done, error: state.error });
  return h('div', { class: 'frame' },
    h('a', { class: 'skip', href: '#main' }, 'To the content'),
    h(Top, { path, who: state.who, out: () => setState({}) }),
    page(path));
}

function Top({ path, who, out }) {
  const leave = async () => { await fetch('/console/session', { method: 'DELETE' }); setSession(null); out(); };
  const [mode, setMode] = useState(localStorage.getItem('theme') || '');
  const turn = () => {
    const dark = mode ? mode === 'dark' : matchMedia('(prefers-color-scheme: dark)').matches;
    const next = dark ? 'light' : 'dark';
    localStorage.setItem('theme', next);
    setMode(next);
    theme(next);
  };
  return h('header', { class: 'top' },
    h(Link, { to: '/jobs', class: 'brand' }, h('img', { src: '/console/assets/icon.svg', alt: '', width: 26, height: 26 }), 'Errand'),
    h('nav', { 'aria-label': 'Main' }, NAV.map(([to, label]) => h(Link, { key: to, to, 'aria-current': path.startsWith(to) || (path === '/' && to === '/jobs') ? 'page' : undefined }, label))),
    h('div', { class: 'who' },
      h('span', { class: 'chip', title: `Access key ${who.accessKeyId}` }, `${who.account} · ${who.role}`),
      h('button', { class: 'quiet small', onClick: turn, 'aria-label': 'Switch between light and dark' }, '◐'),
      h('button', { class: 'quiet small', onClick: leave }, 'Sign out')));
}

let first = '';
function keys(e) {
  if (e.ctrlKey || e.metaKey || e.altKey || /^(INPUT|TEXTAREA|SELECT)$/.test(e.target.tagName) || document.querySelector('dialog[open]')) return;
  if (e.key === '/') {
    const search = document.getElementById('search');
    if (search) { e.preventDefault(); search.focus(); }
  } else if (first === 'g' && { j: 1, f: 1, a: 1 }[e.key]) {
    go({ j: '/jobs', f: '/things', a: '/journal' }[e.key]);
  } else if (e.key === 'n') {
    go('/create');
  }
  first = e.key;
}

/** By the link in the address, if there is one; else by the cookie. */
async function begin() {
  const link = new URLSearchParams(location.hash.slice(1)).get('link');
  if (link) {
    history.replaceState(null, '', location.pathname);
    try {
      const who = await signIn({ link });
      setSession(who);
      if (way() === '/') history.replaceState(null, '', '/console/jobs');
      return { who };
    } catch (error) {
      return { error };
    }
  }
  try {
    const answer = await fetch('/console/session');
    if (!answer.ok) return {};
    const who = await answer.json();
    setSession(who);
    return { who };
  } catch {
    return { error: new Error('The server does not answer.') };
  }
}

theme(localStorage.getItem('theme') || '');
const root = document.getElementById('app');
root.textContent = '';
render(h(App), root);
