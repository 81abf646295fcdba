/**
 * The files of edge/ through which bytes leave us, and what takes them there: every text that their exported
 * functions are given is an `Outbound`. A new sink needs a line here.
 */
export const OUTBOUND_SINKS: Readonly<Record<string, string>> = {
  'edge/files/artifact-folder.ts': 'the result and the summary of the artifact',
  'edge/files/audit-log.ts': 'the record of the run',
  'edge/files/kept-files.ts': 'files of the artifact that the agent made',
  'edge/github/check-run.ts': 'GitHub',
  'edge/github/propose.ts': 'GitHub',
  'edge/github/review-deployment.ts': 'GitHub',
  'edge/github/review.ts': 'GitHub',
  'edge/github/write.ts': 'GitHub',
  'edge/log/write-log.ts': "the app's log",
  'edge/notify/send.ts': "the operator's own address",
  'edge/runner/step.ts': 'log, outputs, summary and annotations of the step',
};

/** Files that write or send, but nothing that people, or other jobs, are shown. */
export const INNER_SINKS: Readonly<Record<string, string>> = {
  'edge/broker/forward.ts': 'model requests of the agent, which the broker has judged',
  'edge/broker/main.ts': 'what the broker tells the process that started it, over a pipe',
  'edge/broker/serve-actor.ts': 'answers to an agent, on its own socket',
  'edge/broker/start.ts': 'the program of the broker, copied into the folder of the run',
  'edge/cage/prove.ts': 'constants that the proof of the cage looks for',
  'edge/claude/install.ts': 'the bytes of the CLI, compared with their digest',
  'edge/egress/forward-plain.ts': 'connections of the agent to hosts of its profile',
  'edge/egress/proxy.ts': 'connections of the agent to hosts of its profile',
  'edge/egress/tunnel.ts': 'connections of the agent to hosts of its profile',
  'edge/files/by-descriptor.ts': 'nothing: it opens files to read them',
  'edge/files/hash-file.ts': 'the path of a file, to a thread that reads it',
  'edge/files/once.ts': "an empty file that is named after a ticket's id",
  'edge/files/run-folder.ts': 'files that are read in the cage and thrown away with it',
  'edge/files/workspace.ts': "the agent's copy of the checkout, thrown away after the run",
  'edge/github/convert-manifest.ts': 'no text: the code that GitHub sent',
  'edge/github/patient-fetch.ts': 'the transport of the clients; what they send comes from the writers',
  'edge/github/signed-storage.ts': 'no text: it asks for an address that GitHub gave',
  'edge/github/with-token.ts': 'the client that the writers and readers are given',
  'edge/runner/clean-repository.ts': 'objects of git in a folder of the run, thrown away with it',
  'edge/runner/prepare-cage.ts': 'a constant: the AppArmor profile',
  'edge/store/sqlite/database.ts': "the app's own state",
  'edge/store/sqlite/read-only.ts': "nothing: it reads the app's own state",
};

/** The files that may name a route of GitHub that changes something. */
export const GITHUB_WRITERS: Readonly<Record<string, string>> = {
  'edge/github/convert-manifest.ts': 'it fetches the keys of a new App',
  'edge/github/check-run.ts': 'checks',
  'edge/github/propose.ts': 'changes as pull requests, with what they are made of',
  'edge/github/review-deployment.ts': 'whether a run may enter an environment',
  'edge/github/review.ts': 'reviews of pull requests',
  'edge/github/write.ts': 'comments, reactions, labels and runs',
};

/** Types that say where a text goes, not what it says, and the files that declare them. */
export const PLACES: Readonly<Record<string, string>> = {
  Request: 'edge/github/request.ts',
  RepositoryName: 'edge/github/request.ts',
  NotifyTarget: 'edge/notify/send.ts',
};

/** The other parameters of the sinks that can hold text and are no `Outbound`: what they are instead. */
export const NO_TEXT_OF_A_RUN: Readonly<Record<string, string>> = {
  'edge/files/artifact-folder.ts makeArtifactFolder(base)': 'a folder of this machine',
  'edge/files/artifact-folder.ts readArtifactFile(folder)': 'a folder of this machine',
  'edge/files/artifact-folder.ts writeArtifact(folder)': 'a folder of this machine',
  'edge/files/kept-files.ts writeKept(files.name)': 'a name of plain ASCII, as results list them',
  'edge/files/kept-files.ts writeKept(folder)': 'a folder of this machine',
  'edge/files/audit-log.ts openAuditLog(folder)': 'a folder of this machine',
  'edge/files/audit-log.ts openAuditLog().record(input.sha256)': 'a digest; the record takes nothing but hex',
  'edge/github/check-run.ts createCheckRun(check.externalId)': 'the id of the job',
  'edge/github/check-run.ts createCheckRun(check.headSha)': 'the commit that the job is about',
  'edge/github/check-run.ts createCheckRun(check.name)': "our name and the agent's, which is a word",
  'edge/github/check-run.ts updateCheckRun(check.detailsUrl)': "the run's page, by GitHub's answer",
  'edge/github/propose.ts createBranch(branch.branch)': 'the branch of a job, by its id',
  'edge/github/propose.ts createBranch(branch.commit)': "the commit that we made, by GitHub's answer",
  'edge/github/propose.ts createCommit(commit.parent)': 'the commit that the job is about',
  'edge/github/propose.ts createCommit(commit.tree)': 'the tree of a judged change, by its id',
  'edge/github/propose.ts createPull(pull.base)': "the branch that the job is about, by GitHub's answer",
  'edge/github/propose.ts createPull(pull.head)': 'the branch of a job, by its id',
  'edge/github/propose.ts createTree(change.baseTree)': 'the tree of the commit that the job is about',
  'edge/github/review-deployment.ts reviewDeployment(review.environment)':
    'the environment, by the signed webhook',
  'edge/github/review.ts createReview(review.commitId)': 'the commit that the job is about',
  'edge/github/write.ts dispatchWorkflow(dispatch.inputs.head)': 'the commit that the run is about',
  'edge/github/write.ts dispatchWorkflow(dispatch.inputs.ticket)': 'the signed ticket',
  'edge/github/write.ts dispatchWorkflow(dispatch.ref)': 'the default branch',
  'edge/github/write.ts dispatchWorkflow(dispatch.workflow)':
    "the workflow's file, by the operator's settings",
  'edge/notify/send.ts sendNotification(notification.id)': 'the id of a job',
  'edge/runner/step.ts hide(secret)': 'what the runner is asked to mask',
  'edge/runner/step.ts output(name)': 'which output',
};
