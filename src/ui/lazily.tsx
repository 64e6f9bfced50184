// Parts that are loaded apart from the page's first script. One that cannot be had, or breaks, says so in its own place: without
// that React would take the whole page away, and with it the run.

import { Component, type ComponentType, lazy, type ReactNode } from 'react';

interface Props {
  readonly children: () => ReactNode;
  onRetry(): void;
}

class Boundary extends Component<Props, { readonly failed: boolean }> {
  override state = { failed: false };

  static getDerivedStateFromError() {
    return { failed: true };
  }

  override render(): ReactNode {
    if (!this.state.failed) return this.props.children();
    const retry = () => {
      this.props.onRetry();
      this.setState({ failed: false });
    };
    return (
      <div className="panel" role="alert">
        <p>
          This part of the page could not be loaded. Is the network away? What is training goes on. If this
          stays, reload the page.
        </p>
        <button type="button" className="button" onClick={retry}>
          Try again
        </button>
      </div>
    );
  }
}

/** As React's `lazy`, to stand in a Suspense. */
export function lazily<P extends object>(
  load: () => Promise<{ default: ComponentType<P> }>,
): ComponentType<P> {
  // It remembers a failure for ever: to try again is to make another.
  let Made: ComponentType<P> = lazy(load) as unknown as ComponentType<P>;
  const renew = () => {
    Made = lazy(load) as unknown as ComponentType<P>;
  };
  return function Part(props: P) {
    return <Boundary onRetry={renew}>{() => <Made {...props} />}</Boundary>;
  };
}
