import { installationJson, installationReference } from './nouns/app.ts';
import { userJson } from './nouns/user.ts';
import type { Installation, Repository, User, World } from './state.ts';
import type { Tokens } from './tokens.ts';
import { nodeId } from './nouns/notation.ts';
import { send } from './webhooks.ts';

export type NewRepository = {
  /** The login of a user; created as an organisation when there is none. */
  owner: string;
  name: string;
  /** A bare git repository on this machine. */
  gitDir: string;
  private?: boolean;
  defaultBranch?: string;
  /** Whether the App is installed there. Default: yes. */
  installed?: boolean;
  fork?: boolean;
};

/** Creates a repository, and installs the App on it unless told not to. Throws when the name is taken. */
export function addRepository(world: World, given: NewRepository): Repository {
  const fullName = `${given.owner}/${given.name}`;
  const key = fullName.toLowerCase();
  if (world.repositories.has(key)) throw new Error(`there is a repository ${fullName} already`);
  const repository: Repository = {
    id: world.nextId(),
    owner: ownerNamed(world, given.owner),
    name: given.name,
    fullName,
    gitDir: given.gitDir,
    private: given.private ?? false,
    archived: false,
    defaultBranch: given.defaultBranch ?? 'main',
    fork: given.fork ?? false,
    createdAt: world.now(),
    roles: new Map(),
    issues: new Map(),
    workflows: new Map(),
    labels: new Map(),
    secrets: {},
    vars: {},
  };
  world.repositories.set(key, repository);
  if (given.installed ?? true) install(world, repository);
  return repository;
}

function ownerNamed(world: World, login: string): User {
  const known = world.users.get(login.toLowerCase());
  if (known) return known;
  const owner: User = { id: world.nextId(), login, type: 'Organization' };
  world.users.set(login.toLowerCase(), owner);
  return owner;
}

/** Adds a repository to the installation of its owner, which is made with the first one. */
function install(world: World, repository: Repository): void {
  const known = world.installations.find(({ account }) => account === repository.owner);
  if (known) {
    known.repositories.add(repository);
    announceAdded(world, known, repository);
    return;
  }
  const installation: Installation = {
    id: world.nextId(),
    account: repository.owner,
    repositories: new Set([repository]),
    permissions: world.app.permissions,
    events: world.app.events,
    createdAt: world.now(),
  };
  world.installations.push(installation);
  const payload = {
    action: 'created',
    installation: installationJson(world, installation),
    repositories: [briefly(repository)],
    requester: null,
    sender: userJson(world, installation.account),
  };
  send(world, { name: 'installation', action: 'created', installation, repository: null, payload });
}

/** Ends an installation: its tokens are good for nothing from now on, and the App is told. */
export function uninstall(world: World, tokens: Tokens, installation: Installation): void {
  for (const [token, { caller }] of tokens)
    if (
      caller.kind === 'installation' &&
      [...caller.repositories].some((one) => installation.repositories.has(one))
    )
      tokens.delete(token);
  world.installations.splice(world.installations.indexOf(installation), 1);
  const payload = {
    action: 'deleted',
    installation: installationJson(world, installation),
    repositories: [...installation.repositories].map(briefly),
    requester: null,
    sender: userJson(world, installation.account),
  };
  send(world, { name: 'installation', action: 'deleted', installation, repository: null, payload });
}

function announceAdded(world: World, installation: Installation, repository: Repository): void {
  const payload = {
    action: 'added',
    installation: { ...installationJson(world, installation), ...installationReference(installation) },
    repository_selection: 'selected',
    repositories_added: [briefly(repository)],
    repositories_removed: [],
    requester: null,
    sender: userJson(world, installation.account),
  };
  send(world, {
    name: 'installation_repositories',
    action: 'added',
    installation,
    repository: null,
    payload,
  });
}

function briefly(repository: Repository) {
  const { id, name, fullName } = repository;
  return { id, node_id: nodeId('Repository', id), name, full_name: fullName, private: repository.private };
}
