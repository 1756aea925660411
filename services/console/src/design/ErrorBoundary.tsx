import { Component, type ReactNode } from 'react';
import { Notice } from './Notice';

/** Keeps a page that breaks from taking the menu with it. */
export class ErrorBoundary extends Component<{ readonly children: ReactNode }, { readonly error: Error | null }> {
  override state: { readonly error: Error | null } = { error: null };

  static getDerivedStateFromError(error: Error): { readonly error: Error } {
    return { error };
  }

  override render(): ReactNode {
    const { error } = this.state;
    if (error === null) return this.props.children;
    return (
      <Notice kind="error" title="This page broke.">
        <p>{error.message}</p>
        <button type="button" onClick={() => location.reload()}>Load it again</button>
      </Notice>
    );
  }
}
