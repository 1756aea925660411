using Workflow.Model;

namespace Workflow.Execution.Tasks.Listen;

/// <summary>An event that a <c>foreach</c> begins with.</summary>
/// <param name="Event">What its step keeps as the input.</param>
/// <param name="InboxKeys">Of the inbox rows that go with the beginning.</param>
/// <param name="OnBegun">Called once it has begun.</param>
internal sealed record TakenEvent(RawJson Event, IReadOnlyList<string> InboxKeys, Action OnBegun);
