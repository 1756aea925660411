using Workflow.Model;

namespace Workflow.Execution.Journal;

/// <summary>Is told what was committed, so that others can be told. A boundary of the process: what is lost here is
/// found in the database.</summary>
public interface IRunEvents
{
    /// <summary>One event per run of a flush. Called on the journal's own loop: must neither wait nor throw.</summary>
    void Committed(IReadOnlyList<RunEvent> events);
}
