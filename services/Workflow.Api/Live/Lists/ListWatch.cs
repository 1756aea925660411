using Workflow.Api.Live.Connections;

namespace Workflow.Api.Live.Lists;

/// <summary>One connection's place among the events of all runs.</summary>
internal sealed class ListWatch(ListFeed feed, ListFilter filter, Signal signal) : IDisposable
{
    public ListFilter Filter => filter;

    /// <summary>Number of the last event that was looked at; kept by the feed.</summary>
    public long Place { get; set; }

    public void Wake() => signal.Set();

    public void Dispose() => feed.Leave(this);
}
