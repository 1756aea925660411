using Workflow.Definitions.Documents;
using Workflow.Definitions.Reading;
using Workflow.Definitions.Syntax;
using Workflow.Model;

namespace Workflow.Definitions.Scheduling;

/// <summary>The events that start a run, read again from the schedule that keeps them.</summary>
public static class StartEvents
{
    /// <param name="on">See <see cref="ScheduleSpec.On"/>.</param>
    /// <returns>Null for what another release may have written and this one cannot read.</returns>
    public static EventStrategy? Read(RawJson on, DefinitionLimits limits)
    {
        var errors = new ErrorList(1);
        if (DocumentText.Read(on.Utf8.Span, limits, errors) is not { } root)
        {
            return null;
        }

        var strategy = ScheduleEventsReader.Read(new ReadContext(limits, errors, new Reusables(null)), root);
        return errors.Any ? null : strategy;
    }
}
