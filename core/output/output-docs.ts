import type { Served } from './kinds/served.ts';

const INTRODUCTION = `# What an agent may hand back

\`outputs\` of an agent lists the kinds, each by its name or with some of its limits; the others keep their defaults:

\`\`\`yaml
outputs: [comment, review]
\`\`\`

\`\`\`yaml
outputs:
  - comment
  - review: { comments: 5, request_changes: true }
  - labels: { allow: [bug, docs] }
\`\`\`

\`comment\` always stands in it: the agent's last message is told whatever else it hands back. An agent with
\`output_schema\` hands back its answer alone. Every other kind is a tool of the agent, \`mcp__dispatch__review\` and so
on, and does not exist for an agent that does not list it. What is wrong with an output is said to the agent while it
can mend it. Beyond a limit nothing of it is taken, and nothing is cut in silence; a later one takes the place of an
earlier one of its kind. Comments of a review whose lines the change does not have are left out and named, unless the
agent mends them. All of a run together take at most 200 kB.

What was taken stands in [\`result.json\`](result.schema.json) under \`outputs\`, and each call in the record. The app takes it once more, under
the profile that it reads itself, before anything of it counts. An operator names the kinds, and limits of them, that
agents may have at most: \`outputs: [{ review: { approve: false } }]\`.

When a run succeeds, the app posts what it handed in, each thing once, and its comment links to it:

- \`review\`: a review at the commit that the run was about. GitHub takes comments only at lines that it shows: others
  stand in the summary. A \`suggestion\` block that had to be changed is no suggestion any more.
  The agent's job needs \`pull-requests: read\` to know those lines.
- \`check\`: what the job's own check says and how it ends. It is a check of pull requests alone.
- \`labels\`: added to the issue or pull request; none is ever removed.
- \`patch\`: a draft pull request, see below.
- \`artifact\`: files in the run's artifact, see below; the comment names and links them.
- \`dispatch\`: jobs for other agents, see [child jobs](child-jobs.md); last of all, and only when all else was posted.

Every text, path and label passes the gate. Where one is withheld, nothing is posted; where GitHub refuses one thing, the
comment says why and the rest still lands. In both cases the job has failed, with \`withheld\` or \`not-posted\`. While
GitHub has trouble the job stays open, for a quarter of an hour at most.

To watch it on your machine: \`npm start -- --example review\`, or \`--example patch\`.

Without the app, \`mode: publish\` in a second job posts the comment and, where its \`agent\` names the agent, the review,
the check and the labels. It reads the profile itself, from the default branch, and a result that goes beyond it is
refused as a whole; \`operator\` holds there, too. The job needs \`contents: read\` and, of \`pull-requests: write\`,
\`checks: write\` and \`issues: write\`, what it posts; what is missing is named in the comment, and the step fails. A
patch stays in the artifact as \`changes.patch\`, and files below \`files/\`; the comment says so. No job is started there. A step that is run
again posts again.

## How a change is proposed

An agent that calls the tool of \`patch\` asks for a pull request. What it changed is read out of its copy of the
repository once the run is over, as something hostile: nothing of the copy's \`.git\` is looked at, no filter and no
attribute is obeyed, and no link is followed. What counts is the difference to the checkout: files that lay there
before, such as those of earlier steps, are no change of the agent, and what the checkout's \`.gitignore\` files leave
out stays out.

All of the change is taken or none of it, with a reason. It is refused when

- it has more files or kilobytes than the limits; deleted files count, and each file as it was or as it is, whichever is
  more;
- a file of it is not text (UTF-8 without null bytes), is a symbolic link, lies in a submodule, is newly executable, or
  holds marks that turn the direction of writing;
- a path is protected (\`.github\`, what git, CI, editors or agents obey), is closed to the agent's tools by its profile,
  is a manifest or lock file that \`allowed_tools\` does not name (\`Edit(package.json)\`), or has a name that means another file on some system: hidden characters, decomposed Unicode, devices, streams and
  short names of Windows, a twin that differs in case alone;
- a file was not as in its commit before the agent came: changed by an earlier step, or converted by a filter (Git LFS,
  line ends);
- a secret, or what looks like one, stands in it. What is none can be allowed by its digest under \`redact\`.

A rename is a deletion and a new file. The app judges all of it once more, against the commit and the profile that it
reads itself, lets GitHub make the tree, and goes on only if that is the very tree that it computed. The branch is
\`dispatch/<job>\`. Its one commit stands on the commit that the job was about, is made by the App's account and carries
its \`Signed-off-by\`. The draft pull request goes to the default branch; for a pull request of the same repository, to
the branch that it comes from. For one from a fork nothing is pushed.

The App needs \`contents: write\` for this, which \`app.yml\` does not ask for: add it to your App under "Permissions" and
accept it for the installation. Until then the comment names it, and nothing is pushed. Workflows that start on \`push\`
or \`pull_request\` run on the branch as on that of any member, with the secrets that they get there: keep secrets in
environments that such branches do not reach. No list of protected paths replaces that, since tests and scripts are
code, too.

Without the app, \`changes.patch\` lies in the run's artifact. In a clean clone at the job's commit:

\`\`\`sh
git apply --index changes.patch
\`\`\`

\`changes.json\` beside it holds the same files for the app.

## Which files are kept

An agent that calls the tool of \`artifact\` names files of its copy of the repository. They are looked at then, so that
it can mend what is wrong, and read once the run is over, as something hostile. All of them are taken or none, with a
reason. They are refused when

- there are more of them, or they are larger, than the limits;
- one is a link or has a second name (hard link), lies behind a link, or is no plain file;
- its path is closed to reading by the profile, or is one that no agent reads (\`.git\`, \`.env\`);
- its name is not plain ASCII, differs from another in case alone, or means something to git, CI, agents or Windows;
- its name ends in none of \`types\`, or it does not hold what its name says: UTF-8 text without null bytes, or the first
  bytes of a PNG or JPEG. HTML, SVG, XML and PDF can run or fetch something when they are opened: no profile can list them.

Each passes the gate as a whole. A secret in plain sight is masked, and the list says so; one in disguise withholds the
run. A picture in which known secrets stand as they are does not leave; what is drawn or packed in it nobody sees: list
\`png\` and \`jpg\` only for agents that need them. A spreadsheet may take text in a \`csv\` for a formula.

They lie in the run's artifact below \`files/\`; \`result.json\` lists them under \`kept\` with sizes and SHA-256, and so do the
report and the summary. The app refuses a result whose artifact holds other files than it lists.

This page is written from the kinds themselves.`;

/** `docs/outputs.md`: every kind that is served as a tool, with its limits. */
export function outputDocs(table: Readonly<Record<string, Served<unknown>>>): string {
  return `${[INTRODUCTION, ...Object.values(table).map(section)].join('\n\n')}\n`;
}

function section({ name, description, told }: Served<unknown>): string {
  const limits = Object.entries(told).map(([key, words]) => `- \`${key}\`: ${words}`);
  return [`## ${name}`, '', `${description[0]?.toUpperCase()}${description.slice(1)}.`, '', ...limits].join(
    '\n',
  );
}
