import { lazy, type ComponentType, type LazyExoticComponent } from 'react';
import type { IconName } from '../design/Icon';

/** What a page is given: the parameters of its path. */
export type PageProps = { readonly [name: string]: string };

interface Page {
  /** Path with `:name` for parameters. ConsolePages.cs in the API names the first parts of all of them. */
  readonly path: string;
  readonly page: LazyExoticComponent<ComponentType<PageProps>>;
  /** What its tab is called, where that is not its name in the menu; a page may say more. */
  readonly title?: string;
  /** In the menu; pages without it are reached from others. */
  readonly menu?: { readonly name: string; readonly icon: IconName };
}

/** Every page of the console, in the order of the menu. Each is loaded when it is first seen. */
export const pages: readonly Page[] = [
  { path: '', page: lazy(() => import('../pages/runs/RunsPage')), menu: { name: 'Runs', icon: 'runs' } },
  { path: '/runs', title: 'Runs', page: lazy(() => import('../pages/runs/RunsPage')) },
  { path: '/runs/:id', title: 'Run', page: lazy(() => import('../pages/run/RunPage')) },
  { path: '/compare', title: 'Compare', page: lazy(() => import('../pages/compare/ComparePage')) },
  { path: '/approvals', page: lazy(() => import('../pages/approvals/ApprovalsPage')),
    menu: { name: 'Approvals', icon: 'approvals' } },
  { path: '/workflows', page: lazy(() => import('../pages/workflows/WorkflowsPage')),
    menu: { name: 'Workflows', icon: 'workflows' } },
  { path: '/workflows/new', title: 'New workflow', page: lazy(() => import('../pages/workflows/EditPage')) },
  { path: '/workflows/:id', title: 'Workflow', page: lazy(() => import('../pages/workflows/WorkflowPage')) },
  { path: '/workflows/:id/edit', title: 'Edit a workflow', page: lazy(() => import('../pages/workflows/EditPage')) },
  { path: '/cluster', page: lazy(() => import('../pages/cluster/ClusterPage')),
    menu: { name: 'Cluster', icon: 'cluster' } },
  { path: '/agents', page: lazy(() => import('../pages/agents/AgentsPage')), menu: { name: 'Agents', icon: 'agents' } },
  { path: '/schedules', page: lazy(() => import('../pages/schedules/SchedulesPage')),
    menu: { name: 'Schedules', icon: 'schedules' } },
  { path: '/batches', page: lazy(() => import('../pages/batches/BatchesPage')),
    menu: { name: 'Batches', icon: 'batches' } },
  { path: '/dead-letters', page: lazy(() => import('../pages/letters/LettersPage')),
    menu: { name: 'Dead letters', icon: 'letters' } },
  { path: '/settings', page: lazy(() => import('../pages/settings/SettingsPage')),
    menu: { name: 'API keys', icon: 'settings' } },
];
