namespace Workflow.Model;

/// <summary>A filter of a schedule that an event fits.</summary>
/// <param name="Filter">Its place among the filters, from 0.</param>
/// <param name="Correlated">What its correlations take from the event, hashed, by their names.</param>
public sealed record EventFit(int Filter, IReadOnlyDictionary<string, string> Correlated);
