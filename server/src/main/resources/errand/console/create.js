// A job made step by step: which things, what they get, how fast, when it stops by itself. Then a dry run, then the job.
import { h, useState, useEffect, useMemo, api, enc, go, Card, Link, Problem, Tabs, number, pretty, span, jobPath, mayChange } from './ui.js';
import { PlanChart } from './chart.js';

const CHARS_MAX = 32768;
const EXAMPLE = '{\n  "operation": "install",\n  "version": "2.1.0",\n  "url": "https://downloads.example/pump/2.1.0.bin"\n}';

const TOKEN = /[ \t\n\r]*(?:("(?:[^"\\\u0000-\u001f]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*")|(-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?)|(true|false|null)|([[\]{}:,]))/y;

/** Where a text stops being JSON: browsers tell that differently, or not at all. */
function faultAt(text) {
  let at = 0;
  const take = () => {
    TOKEN.lastIndex = at;
    const found = TOKEN.exec(text);
    if (!found) throw at + /^[ \t\n\r]*/.exec(text.slice(at))[0].length;
    at = TOKEN.lastIndex;
    return found[4] || (found[1] ? 'text' : 'value');
  };
  const peek = () => { const before = at; try { return take(); } finally { at = before; } };
  const need = (...wanted) => {
    const before = at;
    const token = take();
    if (!wanted.includes(token)) throw before + /^[ \t\n\r]*/.exec(text.slice(before))[0].length;
    return token;
  };
  const list = (end, item) => {
    if (peek() === end) return need(end);
    do item(); while (need(',', end) === ',');
    return end;
  };
  const value = () => {
    const token = need('text', 'value', '{', '[');
    if (token === '[') list(']', value);
    if (token === '{') list('}', () => { need('text'); need(':'); value(); });
  };
  try {
    value();
    return at + /^[ \t\n\r]*/.exec(text.slice(at))[0].length;
  } catch (place) {
    return typeof place === 'number' ? place : at;
  }
}

/** What is wrong with a text that should be JSON, in words; empty when nothing is. */
export function jsonProblem(text) {
  if (!text.trim()) return 'The document is empty.';
  if (text.length > CHARS_MAX) return `The document has ${number(text.length)} characters; at most ${number(CHARS_MAX)} are allowed.`;
  try {
    JSON.parse(text);
    return '';
  } catch {
    const at = faultAt(text);
    const before = text.slice(0, at).split('\n');
    const found = at < text.length ? `${text[at]} is not expected here` : 'it ends too early';
    return `Not JSON at line ${before.length}, column ${before[before.length - 1].length + 1}: ${found}.`;
  }
}

const usual = {
  id: '', description: '', selection: 'SNAPSHOT', source: 'document', document: EXAMPLE, template: '', parameters: {},
  perMinute: '', ramp: false, base: '10', factor: '2', by: 'numberOfNotifiedThings', every: '50',
  abort: false, abortType: 'ALL', abortPercent: '10', abortMin: '10', timeout: '', retries: '0', start: '', end: '',
};

/** The body of CreateJob for what the form says. */
function bodyOf(form, targets) {
  const body = { targets: targets.map((each) => each.arn), targetSelection: form.selection };
  if (form.description.trim()) body.description = form.description.trim();
  if (form.source === 'document') body.document = form.document;
  if (form.source === 'template' && form.template) {
    body.jobTemplateArn = form.template;
    const given = Object.entries(form.parameters).filter(([, value]) => value !== '');
    if (given.length) body.documentParameters = Object.fromEntries(given);
  }
  if (form.ramp) {
    body.jobExecutionsRolloutConfig = { maximumPerMinute: Number(form.perMinute || 1000), exponentialRate: { baseRatePerMinute: Number(form.base), incrementFactor: Number(form.factor), rateIncreaseCriteria: { [form.by]: Number(form.every) } } };
  } else if (form.perMinute) {
    body.jobExecutionsRolloutConfig = { maximumPerMinute: Number(form.perMinute) };
  }
  if (form.abort) body.abortConfig = { criteriaList: [{ failureType: form.abortType, action: 'CANCEL', thresholdPercentage: Number(form.abortPercent), minNumberOfExecutedThings: Number(form.abortMin) }] };
  if (form.timeout) body.timeoutConfig = { inProgressTimeoutInMinutes: Number(form.timeout) };
  if (Number(form.retries) > 0) body.jobExecutionsRetryConfig = { criteriaList: [{ failureType: 'ALL', numberOfRetries: Number(form.retries) }] };
  if (form.start || form.end) {
    body.schedulingConfig = {};
    if (form.start) body.schedulingConfig.startTime = form.start;
    if (form.end) Object.assign(body.schedulingConfig, { endTime: form.end, endBehavior: 'STOP_ROLLOUT' });
  }
  return body;
}

export function CreatePage() {
  const [form, setForm] = useState({ ...usual, id: 'job-' + new Date().toISOString().slice(0, 16).replace(/[-:T]/g, '') });
  const [targets, setTargets] = useState([]);
  const [plan, setPlan] = useState(null);
  const [error, setError] = useState(null);
  const [busy, setBusy] = useState(false);
  const set = (change) => { setForm((old) => ({ ...old, ...change })); setPlan(null); };
  const field = (name) => ({ value: form[name], onInput: (e) => set({ [name]: e.target.value }) });
  const idProblem = /^[A-Za-z0-9_-]{1,64}$/.test(form.id) ? '' : 'One to 64 letters, digits, _ and -.';
  const problem = form.source === 'document' ? jsonProblem(form.document) : form.template ? '' : 'Choose a template.';
  const ready = !idProblem && !problem && targets.length > 0;
  const body = bodyOf(form, targets);
  const run = (what) => async () => {
    setBusy(true);
    setError(null);
    try { await what(); } catch (why) { setError(why); }
    setBusy(false);
  };
  const dry = run(async () => setPlan(await api('PUT', `/_errand/jobs/${enc(form.id)}/plan`, body)));
  const create = run(async () => { await api('PUT', '/jobs/' + enc(form.id), body); go(jobPath(form.id)); });
  if (!mayChange()) return h('main', { id: 'main' }, h('h1', null, 'New job'), h('p', { class: 'note' }, 'Your access key may only read.'));
  return h('main', { id: 'main', class: 'create' },
    h('p', { class: 'crumbs' }, h(Link, { to: '/jobs' }, 'Jobs'), ' / '),
    h('h1', null, 'New job'),
    h('div', { class: 'columns' },
      h('div', { class: 'stack' },
        h(Card, { title: '1  Name' }, h('div', { class: 'stack' },
          h('label', null, 'Job id', h('input', { ...field('id'), 'aria-invalid': idProblem ? 'true' : undefined, maxLength: 64 })),
          idProblem && h('p', { class: 'bad small' }, idProblem),
          h('label', null, 'Description', h('input', { ...field('description'), maxLength: 2028, placeholder: 'What it is for' })))),
        h(Targets, { targets, setTargets: (next) => { setTargets(next); setPlan(null); }, form, set }),
        h(What, { form, set, field, problem })),
      h('div', { class: 'stack' },
        h(How, { form, set, field }),
        h(Card, { title: '5  Dry run', class: 'dry' },
          h('p', { class: 'dim small' }, 'Shows who would get the job and when. Creates nothing.'),
          h('div', { class: 'row' },
            h('button', { class: plan ? 'quiet' : 'primary', disabled: !ready || busy, onClick: dry }, 'Dry run'),
            h('button', { class: plan ? 'primary' : 'quiet', disabled: !ready || busy, onClick: create }, 'Create the job')),
          !ready && h('p', { class: 'dim small' }, targets.length ? problem || idProblem : 'Choose targets first.'),
          h(Problem, { error }),
          plan && h(Planned, { plan })))));
}

function Planned({ plan }) {
  if (!plan.numberOfThings) return h('p', { class: 'note', id: 'planned' }, 'No thing would get this job: the targets are empty now.');
  const at = (seconds) => new Date(seconds * 1000).toLocaleString('en-GB', { weekday: 'short', day: 'numeric', month: 'short', hour: '2-digit', minute: '2-digit' });
  const most = Math.max(...plan.minutes.map((each) => each.numberOfThings));
  const first = plan.minutes[0];
  return h('div', { id: 'planned', role: 'status' },
    h('p', null, h('b', null, `${number(plan.numberOfThings)} things`), first && `, the first at ${at(first.startsAt)}, at most ${number(most)} in one minute`,
      plan.lastPlacedAt && first && `, the last at ${at(plan.lastPlacedAt)} (${span(Math.max(60, plan.lastPlacedAt - first.startsAt + 60))} in all)`, '.',
      plan.overBy && ` Over by ${at(plan.overBy)} at the latest.`),
    !plan.complete && h('p', { class: 'note' }, 'Not all of them: the end time, or a week of minutes, comes first.'),
    plan.minutes.length > 0 && h(PlanChart, { minutes: plan.minutes }));
}

// ---- which things ----
function Targets({ targets, setTargets, form, set }) {
  const [kind, setKind] = useState('group');
  const [query, setQuery] = useState('');
  const [found, setFound] = useState([]);
  const [error, setError] = useState(null);
  useEffect(() => {
    let wanted = true;
    const timer = setTimeout(() => {
      const search = kind === 'group'
        ? api('GET', '/thing-groups?maxResults=50' + (query && '&namePrefixFilter=' + enc(query))).then((page) => page.thingGroups.map((each) => ({ name: each.groupName, arn: each.groupArn, kind })))
        : api('POST', '/indices/search', { queryString: /[:*]/.test(query) ? query : `thingName:${query || ''}*`, maxResults: 50 }).then((page) => Promise.all((page.things || []).map((each) => arnOf(each.thingName))));
      search.then((list) => { if (wanted) { setFound(list); setError(null); } }, (e) => wanted && setError(e));
    }, 200);
    return () => { wanted = false; clearTimeout(timer); };
  }, [kind, query]);
  const chosen = (arn) => targets.some((each) => each.arn === arn);
  const turn = (each) => setTargets(chosen(each.arn) ? targets.filter((other) => other.arn !== each.arn) : [...targets, each]);
  return h(Card, { title: '2  Which things', side: h('span', { class: 'dim small', role: 'status' }, `${targets.length} chosen`) },
    h('div', { class: 'stack' },
      h(Tabs, { at: kind, set: (next) => { setKind(next); setQuery(''); setFound([]); }, of: [['group', 'Groups'], ['thing', 'Single things']] }),
      h('label', null, kind === 'group' ? 'Group names that begin with' : 'Thing name, or a query such as attributes.site:7', h('input', { type: 'search', id: 'search', value: query, onInput: (e) => setQuery(e.target.value) })),
      h(Problem, { error }),
      h('div', { class: 'suggest', role: 'group', 'aria-label': 'Found' },
        found.length ? found.map((each) => h('label', { class: 'inline', key: each.arn }, h('input', { type: 'checkbox', checked: chosen(each.arn), onChange: () => turn(each) }), each.name)) : h('p', { class: 'empty' }, 'Nothing found.')),
      targets.length > 0 && h('div', null, targets.map((each) => h('span', { class: 'chip', key: each.arn }, each.kind === 'group' ? 'group ' : '', each.name, h('button', { 'aria-label': 'Leave out ' + each.name, onClick: () => turn(each) }, '×')))),
      h('div', { class: 'row mid' },
        h('label', { class: 'inline' }, h('input', { type: 'radio', name: 'selection', checked: form.selection === 'SNAPSHOT', onChange: () => set({ selection: 'SNAPSHOT' }) }), 'Who is there now'),
        h('label', { class: 'inline' }, h('input', { type: 'radio', name: 'selection', checked: form.selection === 'CONTINUOUS', onChange: () => set({ selection: 'CONTINUOUS' }) }), 'Also who joins later'))));
}
const arns = new Map();
async function arnOf(name) {
  if (!arns.has(name)) arns.set(name, (await api('GET', '/things/' + enc(name))).thingArn);
  return { name, arn: arns.get(name), kind: 'thing' };
}

// ---- what they get ----
function What({ form, set, field, problem }) {
  const [managed, setManaged] = useState([]);
  const [own, setOwn] = useState([]);
  const [about, setAbout] = useState(null);
  useEffect(() => {
    api('GET', '/managed-job-templates?maxResults=50').then((page) => setManaged(page.managedJobTemplates || []), () => {});
    api('GET', '/job-templates?maxResults=50').then((page) => setOwn(page.jobTemplates || []), () => {});
  }, []);
  const choose = async (arn) => {
    set({ template: arn, parameters: {} });
    setAbout(null);
    const one = managed.find((each) => each.templateArn === arn);
    if (one) setAbout(await api('GET', '/managed-job-templates/' + enc(one.templateName)));
    else if (arn) setAbout(await api('GET', '/job-templates/' + enc(arn.slice(arn.lastIndexOf('/') + 1))));
  };
  return h(Card, { title: '3  What they get', side: h(Tabs, { at: form.source, set: (source) => set({ source }), of: [['document', 'Document'], ['template', 'Template']] }) },
    form.source === 'document'
      ? h('div', { class: 'stack' },
        h('label', null, 'Job document (JSON)', h('textarea', { ...field('document'), id: 'document', spellcheck: false, 'aria-invalid': problem ? 'true' : undefined, 'aria-describedby': 'document-state' })),
        h('div', { class: 'row mid' },
          h('span', { id: 'document-state', class: 'small grow ' + (problem ? 'bad' : 'good'), role: 'status' }, problem || `JSON, ${number(form.document.length)} of ${number(CHARS_MAX)} characters`),
          h('button', { type: 'button', class: 'quiet small', disabled: Boolean(problem), onClick: () => set({ document: pretty(form.document) }) }, 'Tidy up')))
      : h('div', { class: 'stack' },
        h('label', null, 'Template', h('select', { value: form.template, onChange: (e) => choose(e.target.value) },
          h('option', { value: '' }, 'Choose…'),
          own.length > 0 && h('optgroup', { label: 'Yours' }, own.map((each) => h('option', { value: each.jobTemplateArn }, each.jobTemplateId))),
          h('optgroup', { label: 'Managed' }, managed.map((each) => h('option', { value: each.templateArn }, each.templateName))))),
        about && about.description && h('p', { class: 'dim' }, about.description),
        about && (about.documentParameters || []).map((each) => h('label', { key: each.key }, each.key + (each.optional ? ' (optional)' : ''),
          h('input', { value: form.parameters[each.key] || '', placeholder: each.example || '', onInput: (e) => set({ parameters: { ...form.parameters, [each.key]: e.target.value } }) }),
          each.description && h('span', { class: 'small' }, each.description))),
        about && about.document && h('details', null, h('summary', null, 'Its document'), h('pre', { class: 'document', tabIndex: 0 }, pretty(about.document)))));
}

// ---- how fast, and when it stops ----
function How({ form, set, field }) {
  const check = (name, text) => h('label', { class: 'inline' }, h('input', { type: 'checkbox', checked: form[name], onChange: (e) => set({ [name]: e.target.checked }) }), text);
  const num = (name, label, extra) => h('label', null, label, h('input', { type: 'number', min: 1, ...extra, ...field(name) }));
  return h(Card, { title: '4  How' }, h('div', { class: 'stack' },
    h('div', { class: 'row' }, num('perMinute', 'Things each minute, at most', { max: 1000, placeholder: '1000' }), num('timeout', 'Times out, minutes after its start', { max: 10080, placeholder: 'never' })),
    check('ramp', 'Begin slowly and speed up'),
    form.ramp && h('div', { class: 'row' }, num('base', 'Each minute at first', { max: 1000 }), num('factor', 'Then times', { min: 1.1, max: 5, step: 0.1 }), num('every', 'for every', { max: 100000 }),
      h('label', null, 'things that', h('select', field('by'), h('option', { value: 'numberOfNotifiedThings' }, 'got the job'), h('option', { value: 'numberOfSucceededThings' }, 'succeeded')))),
    check('abort', 'Cancel it when too many fail'),
    form.abort && h('div', { class: 'row' }, num('abortPercent', 'At percent', { max: 100 }), num('abortMin', 'once so many are over', { max: 100000 }),
      h('label', null, 'of', h('select', field('abortType'), h('option', { value: 'ALL' }, 'any failure'), h('option', { value: 'FAILED' }, 'failed'), h('option', { value: 'TIMED_OUT' }, 'timed out'), h('option', { value: 'REJECTED' }, 'rejected')))),
    h('div', { class: 'row' }, h('label', null, 'Retries after a failure', h('input', { type: 'number', min: 0, max: 10, ...field('retries') })),
      h('label', null, 'Starts (UTC)', h('input', { type: 'datetime-local', ...field('start') })), h('label', null, 'Ends (UTC)', h('input', { type: 'datetime-local', ...field('end') })))));
}
