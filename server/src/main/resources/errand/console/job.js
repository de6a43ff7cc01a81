// One job: its course, what went wrong, why it waits, who has it, and what may be done with it.
import { h, useState, useEffect, useRef, useMemo, api, enc, go, Ask, Badge, Bar, Card, Document, Empty, Link, Pairs, Problem, Tabs, Time, number, span, words, total, lastOf, thingPath, jobPath, mayChange, STATUSES, FAILURES } from './ui.js';
import { useLive } from './live.js';
import { CourseChart, ruleWords } from './chart.js';
import { over, rateWords, useRates } from './jobs.js';

const POINTS_MAX = 700;
const RUNNING = ['IN_PROGRESS', 'SCHEDULED'];

/** The counters of a description: executions, as charts and abort rules count them. */
function countsOf(job) {
  const d = job.jobProcessDetails || {};
  return {
    FAILED: d.numberOfFailedThings, TIMED_OUT: d.numberOfTimedOutThings, REJECTED: d.numberOfRejectedThings, SUCCEEDED: d.numberOfSucceededThings,
    IN_PROGRESS: d.numberOfInProgressThings, QUEUED: d.numberOfQueuedThings, CANCELED: d.numberOfCanceledThings, REMOVED: d.numberOfRemovedThings,
  };
}

/** History from the server, once, and then what this page sees. */
function useCourse(id, job) {
  const [course, setCourse] = useState(null);
  const [again, setAgain] = useState(0);
  const added = useRef([]);
  useEffect(() => {
    let wanted = true;
    api('GET', `/_errand/jobs/${enc(id)}/course`).then((found) => {
      if (!wanted) return;
      added.current = [];
      setCourse({ ...found, at: performance.now() / 1000 });
    }, () => {});
    return () => { wanted = false; };
  }, [id, again]);
  const counts = job ? countsOf(job) : null;
  const told = counts && JSON.stringify(counts);
  const moving = job && RUNNING.includes(job.status);
  const [beat, setBeat] = useState(0);
  useEffect(() => {
    if (!moving) return undefined;
    const timer = setInterval(() => setBeat((n) => n + 1), 1000);
    return () => clearInterval(timer);
  }, [moving]);
  useEffect(() => {
    if (!course || !counts) return;
    added.current.push({ at: course.now + performance.now() / 1000 - course.at, counts });
    if (added.current.length + course.marks.length > POINTS_MAX) setAgain((n) => n + 1);
  }, [told, beat, course]);
  return useMemo(() => {
    if (!course) return { points: [] };
    const end = course.now;
    const past = course.marks.map((mark, i) => ({ at: Math.min(end, course.from + (i + 1) * course.slotSeconds), counts: mark }));
    const begin = { at: course.from, counts: {} };
    const live = added.current.filter((each) => moving || each.at <= end + 2);
    return { points: [begin, ...past, ...live], plan: course.plan };
  }, [course, told, beat]);
}

export function JobPage({ id }) {
  const path = `/jobs/${enc(id)}`;
  const live = useLive([path]);
  const answer = live.seen[path];
  const job = answer && answer.status === 200 ? answer.body.job : null;
  const course = useCourse(id, job);
  const [ask, setAsk] = useState(null);
  const rate = useRates();
  if (answer && answer.status !== 200) {
    return h('main', { id: 'main' }, h('h1', null, id), h(Problem, { error: answer.body }), h('p', null, h(Link, { to: '/jobs' }, 'All jobs')));
  }
  if (!job) return h('main', { id: 'main' }, h('h1', null, id), h('p', { class: 'dim' }, 'Loading…'));
  const counts = countsOf(job);
  const rules = (job.abortConfig || {}).criteriaList || [];
  const things = (job.jobProcessDetails || {}).thingsByStatus || counts;
  return h('main', { id: 'main' },
    h('p', { class: 'crumbs' }, h(Link, { to: '/jobs' }, 'Jobs'), ' / '),
    h('div', { class: 'head' },
      h('div', null, h('h1', null, id, ' ', h(Badge, { status: job.paused ? 'PAUSED' : job.status }, job.paused ? 'paused' : undefined)),
        job.description && h('p', { class: 'dim' }, job.description)),
      mayChange() && h(Actions, { id, job, things, setAsk })),
    !live.up && h('p', { class: 'note' }, 'The connection is interrupted; trying again.'),
    job.waitingFor && h('p', { class: 'note', id: 'waiting' }, h('b', null, 'Why it waits: '), job.waitingFor.message,
      job.waitingFor.until && h('span', null, ' Until ', new Date(job.waitingFor.until * 1000).toLocaleString('en-GB'), '.')),
    job.reasonCode && h('p', { class: 'note bad' }, h('b', null, 'Ended because: '), job.reasonCode, job.comment && ` – ${job.comment}`),
    h(Card, null,
      h('div', { class: 'figures' },
        h(Figure, { label: 'over', value: `${number(over(things))} of ${number(total(things))} things` }),
        h(Figure, { label: 'rate', value: job.status === 'IN_PROGRESS' ? rateWords(rate(id, counts)) : '–' }),
        h(Figure, { label: 'succeeded', value: number(things.SUCCEEDED) }),
        h(Figure, { label: 'not well', value: number(FAILURES.reduce((sum, each) => sum + (things[each] || 0), 0)) }),
        h(Figure, { label: 'created', value: h(Time, { at: job.createdAt }) })),
      h(Bar, { counts: things, tall: true }),
      h(CourseChart, { points: course.points, plan: course.plan, rules })),
    h(Failures, { id, counts }),
    h(Executions, { id, counts }),
    h('div', { class: 'columns' },
      h(Settings, { job, rules }),
      h(Documents, { id })),
    ask && h(Ask, { ask, close: () => setAsk(null) }));
}

const Figure = ({ label, value }) => h('div', null, h('b', null, value), h('span', null, label));

// ---- what may be done ----
function Actions({ id, job, things, setAsk }) {
  const open = RUNNING.includes(job.status);
  const failed = FAILURES.reduce((sum, each) => sum + (things[each] || 0), 0);
  const path = `/jobs/${enc(id)}`;
  const waiting = things.QUEUED || 0;
  const running = things.IN_PROGRESS || 0;
  const buttons = [];
  if (job.status === 'IN_PROGRESS' && !job.paused) {
    buttons.push(['Pause', '', { title: `Pause ${id}?`, verb: 'Pause the rollout', text: ['No further thing gets the job until it is resumed.', 'Things that have it already go on.'], run: () => api('PUT', `/_errand/jobs/${enc(id)}/pause`, {}) }]);
  }
  if (job.paused) {
    buttons.push(['Resume', 'primary', { title: `Resume ${id}?`, verb: 'Resume the rollout', text: 'The rollout goes on where it stopped, at its rate.', run: () => api('PUT', `/_errand/jobs/${enc(id)}/resume`, {}) }]);
  }
  if (failed > 0) {
    buttons.push(['Retry failed', '', { title: `Retry what failed in ${id}?`, verb: 'Create the job', text: [`A new job with the same document and settings is created for the ${number(failed)} things whose newest run failed, was rejected or timed out.`, `This job stays as it is.`], run: () => retry(id, job) }]);
  }
  if (open) {
    buttons.push(['Cancel', 'danger', { title: `Cancel ${id}?`, verb: 'Cancel the job', danger: true, field: 'Comment (optional)', text: [`${number(waiting)} things that wait for it lose it, and no further thing gets it.`, `${number(running)} things that run it now may finish.`, 'A canceled job cannot be started again.'], run: (comment) => api('PUT', path + '/cancel', comment ? { comment } : {}) }]);
    if (running > 0) {
      buttons.push(['Force cancel', 'danger', { title: `Cancel ${id} by force?`, verb: 'Cancel it by force', danger: true, text: [`The ${number(running)} things that run it now lose it as well, whatever they are doing: what they report later is refused.`, 'A device in the middle of an update may be left in an invalid state.'], run: () => api('PUT', path + '/cancel?force=true', {}) }]);
    }
  }
  if (job.status !== 'DELETION_IN_PROGRESS') {
    buttons.push(['Delete', 'danger', { title: `Delete ${id}?`, verb: 'Delete it for good', danger: true, text: [`The job, its document and the record of its ${number(total(things))} runs are removed.`, open ? 'It has not ended: things that run it lose it.' : 'This cannot be undone.'], run: async () => { await api('DELETE', path + (open ? '?force=true' : '')); go('/jobs'); } }]);
  }
  return h('div', { class: 'row actions' }, buttons.map(([label, kind, ask]) => h('button', { key: label, class: kind || 'quiet', onClick: () => setAsk(ask) }, label)));
}

const DIRECT_MAX = 100;
const RETRY_MAX = 5000;

/** The things whose newest run did not go well, to be given the job again under a new name. */
async function retry(id, job) {
  const failed = new Set();
  for (const status of FAILURES) {
    let token = '';
    do {
      const page = await api('GET', `/jobs/${enc(id)}/things?status=${status}&maxResults=250${token && '&nextToken=' + enc(token)}`);
      page.executionSummaries.forEach((each) => failed.add(each.thingArn));
      token = page.nextToken || '';
    } while (token && failed.size <= RETRY_MAX);
  }
  if (failed.size > RETRY_MAX) throw new Error(`More than ${number(RETRY_MAX)} things failed: put them into a group and create a job for it.`);
  const arns = [...failed];
  const document = (await api('GET', `/jobs/${enc(id)}/job-document`)).document;
  const name = await freeName(id);
  let targets = arns;
  if (arns.length > DIRECT_MAX) {
    const group = await api('POST', '/thing-groups/' + enc(name), {});
    for (const arn of arns) await api('PUT', '/thing-groups/addThingToThingGroup', { thingGroupName: name, thingName: lastOf(arn) });
    targets = [group.thingGroupArn];
  }
  const body = { targets, document, description: `Again what failed in ${id}` };
  for (const part of ['jobExecutionsRolloutConfig', 'abortConfig', 'timeoutConfig', 'jobExecutionsRetryConfig']) {
    if (job[part] && Object.keys(job[part]).length) body[part] = job[part];
  }
  await api('PUT', '/jobs/' + enc(name), body);
  go(jobPath(name));
}
async function freeName(id) {
  const base = id.replace(/-retry-\d+$/, '').slice(0, 54);
  for (let n = 1; n < 100; n++) {
    try { await api('GET', `/jobs/${enc(base + '-retry-' + n)}`); } catch (e) { if (e.status === 404) return `${base}-retry-${n}`; throw e; }
  }
  throw new Error('There are a hundred retries of this job already.');
}

// ---- what went wrong ----
function Failures({ id, counts }) {
  const bad = FAILURES.reduce((sum, each) => sum + (counts[each] || 0), 0);
  const [found, setFound] = useState(null);
  const asked = useRef(0);
  useEffect(() => {
    if (!bad) { setFound(null); return undefined; }
    // At most every three seconds while failures come in.
    const wait = Math.max(0, 3000 - (performance.now() - asked.current));
    const timer = setTimeout(() => {
      asked.current = performance.now();
      api('GET', `/_errand/jobs/${enc(id)}/failures`).then(setFound, () => {});
    }, asked.current ? wait : 0);
    return () => clearTimeout(timer);
  }, [id, bad]);
  if (!found || !found.groups.length) return null;
  return h(Card, { title: 'What went wrong', class: 'failures' },
    h('table', { class: 'list' },
      h('thead', null, h('tr', null, ['Things', 'End', 'What they said', 'Such as'].map((each) => h('th', { scope: 'col', key: each, class: each === 'Things' ? 'num' : undefined }, each)))),
      h('tbody', null, found.groups.map((group, i) => h('tr', { key: i },
        h('td', { class: 'num strong', 'data-label': 'Things' }, number(group.count)),
        h('td', { 'data-label': 'End' }, h(Badge, { status: group.status })),
        h('td', { 'data-label': 'What they said' }, h(Pairs, { of: group.statusDetails, empty: 'nothing' })),
        h('td', { 'data-label': 'Such as' }, group.things.map((name) => h(Link, { key: name, to: thingPath(name), class: 'chip' }, name)), group.count > group.things.length && h('span', { class: 'dim' }, ` and ${number(group.count - group.things.length)} more`)))))),
    !found.complete && h('p', { class: 'dim small' }, 'Of the newest 2,000 of each kind, the fifty largest groups.'));
}

// ---- who has it ----
function Executions({ id, counts }) {
  const [status, setStatus] = useState('');
  const [tokens, setTokens] = useState([]);
  const [page, setPage] = useState(null);
  const [error, setError] = useState(null);
  const token = tokens[tokens.length - 1];
  const told = JSON.stringify(counts);
  const asked = useRef(0);
  useEffect(() => {
    let wanted = true;
    const wait = asked.current ? Math.max(0, 2000 - (performance.now() - asked.current)) : 0;
    const timer = setTimeout(() => {
      asked.current = performance.now();
      api('GET', `/jobs/${enc(id)}/things?maxResults=20${status && '&status=' + status}${token ? '&nextToken=' + enc(token) : ''}`)
        .then((found) => { if (wanted) { setPage(found); setError(null); } }, (e) => wanted && setError(e));
    }, wait);
    return () => { wanted = false; clearTimeout(timer); };
  }, [id, status, token, told]);
  const choose = (next) => { asked.current = 0; setStatus(next); setTokens([]); };
  return h(Card, { title: 'Runs on things' },
    h(Tabs, { at: status, set: choose, of: [['', `All ${number(total(counts))}`], ...STATUSES.filter((each) => counts[each] || each === status).map((each) => [each, `${words(each)} ${number(counts[each])}`])] }),
    h(Problem, { error }),
    page && page.executionSummaries.length === 0 && h(Empty, null, 'None.'),
    page && page.executionSummaries.length > 0 && h('table', { class: 'list' },
      h('thead', null, h('tr', null, ['Thing', 'Status', 'Queued', 'Started', 'Last news', ''].map((each, i) => h('th', { scope: 'col', key: i }, each)))),
      h('tbody', null, page.executionSummaries.map((each) => h(Run, { key: each.thingArn + each.jobExecutionSummary.executionNumber, id, thing: lastOf(each.thingArn), run: each.jobExecutionSummary })))),
    h('div', { class: 'row end' },
      tokens.length > 0 && h('button', { class: 'quiet', onClick: () => { asked.current = 0; setTokens(tokens.slice(0, -1)); } }, 'Newer'),
      page && page.nextToken && h('button', { class: 'quiet', onClick: () => { asked.current = 0; setTokens([...tokens, page.nextToken]); } }, 'Older')));
}

function Run({ id, thing, run }) {
  const [more, setMore] = useState(null);
  const toggle = () => more ? setMore(null) : api('GET', `/things/${enc(thing)}/jobs/${enc(id)}?executionNumber=${run.executionNumber}`).then((found) => setMore(found.execution), (error) => setMore({ error }));
  return h(preact.Fragment, null,
    h('tr', null,
      h('td', { 'data-label': 'Thing' }, h(Link, { to: thingPath(thing), class: 'strong' }, thing), run.retryAttempt > 0 && h('span', { class: 'dim small' }, ` retry ${run.retryAttempt}`)),
      h('td', { 'data-label': 'Status' }, h(Badge, { status: run.status })),
      h('td', { 'data-label': 'Queued' }, h(Time, { at: run.queuedAt })),
      h('td', { 'data-label': 'Started' }, h(Time, { at: run.startedAt })),
      h('td', { 'data-label': 'Last news' }, h(Time, { at: run.lastUpdatedAt })),
      h('td', { class: 'num' }, h('button', { class: 'quiet small', 'aria-expanded': Boolean(more), onClick: toggle }, run.status === 'QUEUED' ? 'Why does it wait?' : 'Details'))),
    more && h('tr', { class: 'more' }, h('td', { colSpan: 6 }, h(RunDetails, { more }))));
}

export function RunDetails({ more }) {
  if (more.error) return h(Problem, { error: more.error });
  return h('div', null,
    more.waitingFor && h('p', { class: 'waiting' }, h('b', null, 'Why it waits: '), more.waitingFor.message, more.waitingFor.jobId && h('span', null, ' ', h(Link, { to: jobPath(more.waitingFor.jobId) }, more.waitingFor.jobId))),
    more.approximateSecondsBeforeTimedOut !== undefined && h('p', null, `Times out in about ${span(more.approximateSecondsBeforeTimedOut)}.`),
    h(Pairs, { of: (more.statusDetails || {}).detailsMap, empty: 'The device has said nothing about it.' }),
    h('p', { class: 'dim small' }, `Run ${more.executionNumber}, version ${more.versionNumber}`));
}

// ---- how it is set ----
function Settings({ job, rules }) {
  const rate = job.jobExecutionsRolloutConfig;
  const timeout = (job.timeoutConfig || {}).inProgressTimeoutInMinutes;
  const retries = (job.jobExecutionsRetryConfig || {}).criteriaList || [];
  const schedule = job.schedulingConfig || {};
  const rows = [
    ['Targets', h('span', null, job.targets.map((arn) => arn.includes(':thinggroup/')
      ? h(Link, { key: arn, to: '/groups/' + enc(lastOf(arn)), class: 'chip' }, 'group ' + lastOf(arn))
      : h(Link, { key: arn, to: thingPath(lastOf(arn)), class: 'chip' }, lastOf(arn))))],
    ['Selection', job.targetSelection === 'CONTINUOUS' ? 'continuous: also things that join later' : 'snapshot: things that were there at the start'],
    ['Rate', rate ? rateText(rate) : 'as fast as a thousand each minute'],
    ['Abort', rules.length ? rules.map((rule) => h('div', null, ruleWords(rule))) : 'never'],
    ['Times out', timeout ? `${span(timeout * 60)} after the start` : 'never'],
    ['Retries', retries.length ? retries.map((each) => h('div', null, `${each.numberOfRetries} × ${each.failureType === 'ALL' ? 'failed or timed out' : words(each.failureType)}`)) : 'none'],
    schedule.startTime && ['Starts', schedule.startTime],
    schedule.endTime && ['Ends', `${schedule.endTime}, then ${words(schedule.endBehavior || 'STOP_ROLLOUT')}`],
    schedule.maintenanceWindows && ['Windows', schedule.maintenanceWindows.map((each) => h('div', null, `${each.startTime}, ${each.durationInMinutes} min`))],
    job.jobTemplateArn && ['Template', lastOf(job.jobTemplateArn)],
    job.completedAt && ['Completed', h(Time, { at: job.completedAt })],
  ].filter(Boolean);
  return h(Card, { title: 'How it is set' }, h('dl', { class: 'settings' }, rows.map(([name, value]) => h(preact.Fragment, { key: name }, h('dt', null, name), h('dd', null, value)))));
}
export function rateText(rate) {
  const ramp = rate.exponentialRate;
  if (!ramp) return `${number(rate.maximumPerMinute)} things each minute`;
  const [by, every] = Object.entries(ramp.rateIncreaseCriteria || {})[0] || ['', 0];
  return `${number(ramp.baseRatePerMinute)} each minute at first, × ${ramp.incrementFactor} for every ${number(every)} ${by.includes('Succeeded') ? 'that succeeded' : 'that got it'}, up to ${number(rate.maximumPerMinute)}`;
}

function Documents({ id }) {
  const [before, setBefore] = useState(false);
  const [text, setText] = useState(null);
  const [error, setError] = useState(null);
  useEffect(() => {
    api('GET', `/jobs/${enc(id)}/job-document${before ? '?beforeSubstitution=true' : ''}`).then((found) => setText(found.document), setError);
  }, [id, before]);
  return h(Card, { title: 'Document', side: h(Tabs, { at: before, set: setBefore, of: [[false, 'As sent'], [true, 'Before substitution']] }) },
    h(Problem, { error }), text !== null && h(Document, { text, label: 'Job document' }));
}
