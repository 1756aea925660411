using System.Globalization;
using Workflow.Definitions.Syntax;
using Workflow.Execution.Runs;
using Workflow.Model;

namespace Workflow.Execution.Inheritance;

/// <summary>Finds what a new run of the same definition and input can take over from one that has ended: it goes the
/// way of the recorded steps, as a replay of the new run will, and stops in each branch where the new run is to do
/// something itself.</summary>
public sealed class StepInheritance
{
    private readonly Dictionary<StepKey, PastStep> _past;
    private readonly ILookup<string, StepKey> _byPath;
    private readonly RepeatPoint? _from;
    private readonly List<InheritedStep> _kept = [];
    private int _cuts;
    private string? _raceAround;

    private StepInheritance(IReadOnlyList<PastStep> past, RepeatPoint? from)
    {
        _past = past.ToDictionary(step => step.Key);
        _byPath = past.ToLookup(step => step.Key.Path, step => step.Key);
        _from = from;
    }

    /// <param name="from">Null to carry on where the run before could not.</param>
    public static Heritage Of(WorkflowDefinition definition, IReadOnlyList<PastStep> past, RepeatPoint? from)
    {
        var walk = new StepInheritance(past, from);
        walk.List(definition.Do, FramePair.Root);
        return new Heritage(walk._kept, from is null || walk._cuts > 0, walk._raceAround);
    }

    /// <summary>Goes through a task list in the order in which it ran.</summary>
    /// <returns>Whether the new run will come to its end without doing anything itself.</returns>
    private bool List(TaskList list, FramePair frame, bool isOver = false)
    {
        var current = frame;
        var pass = 0;
        for (var index = 0; index < list.Tasks.Count;)
        {
            if (Task(list.Tasks[index], current, isOver) is not { } step || !step.WentThrough)
            {
                return false;
            }

            var then = step.Status == StepStatus.Skipped ? FlowDirective.Continue : StepEnds.DirectiveOf(step.Next);
            if (then.Kind is FlowKind.End or FlowKind.Exit)
            {
                return then.Kind == FlowKind.Exit;
            }

            var next = then.Kind == FlowKind.GoTo ? list.IndexOf(then.Target!) : index + 1;
            if (next <= index)
            {
                current = frame.Return(++pass);
            }

            index = next;
        }

        return true;
    }

    /// <param name="isOver">A failure here was dealt with further out and stays as it was.</param>
    /// <returns>The step when it is taken over as it ended; null when the new run does it itself.</returns>
    private PastStep? Task(TaskNode node, FramePair frame, bool isOver = false)
    {
        if (_from?.Path == node.Pointer && (_from.Iteration ?? frame.OldKey(node).Iteration)
            == frame.OldKey(node).Iteration)
        {
            _cuts++;
            if (node is ForeachTask && _past.ContainsKey(frame.OldKey(node)))
            {
                // Its event goes on, and is dealt with anew.
                _kept.Add(new InheritedStep(frame.OldKey(node), frame.NewKey(node), IsOpen: true));
            }

            return null;
        }

        if (!_past.TryGetValue(frame.OldKey(node), out var step))
        {
            return null;
        }

        if (node is CallAgentTask && !frame.IsRetried && _past.ContainsKey(frame.Call(2).OldKey(node)))
        {
            return Calls(node, frame, isOver);
        }

        var (kept, cuts) = (_kept.Count, _cuts);
        var goesOn = (!isOver || step.WentThrough) && Inside(node, frame);
        if (_cuts == cuts && (step.WentThrough || isOver && step.HasEnded))
        {
            CloseFrom(kept);
            _kept.Add(new InheritedStep(step.Key, frame.NewKey(node)));
            return step;
        }

        if (goesOn)
        {
            _kept.Add(new InheritedStep(step.Key, frame.NewKey(node), IsOpen: true));
        }

        return null;
    }

    /// <summary>An agent that was called again as it is registered: all its calls are taken over, or none.</summary>
    private PastStep? Calls(TaskNode node, FramePair frame, bool isOver)
    {
        var calls = new List<InheritedStep>();
        PastStep? last = null;
        for (var attempt = 1; _past.TryGetValue(frame.Call(attempt).OldKey(node), out var step); attempt++)
        {
            calls.Add(new InheritedStep(step.Key, frame.Call(attempt).NewKey(node)));
            last = step;
        }

        if (last is null || !last.WentThrough && !(isOver && last.HasEnded))
        {
            return null;
        }

        _kept.AddRange(calls);
        return last;
    }

    /// <summary>What is inside an ended step is history: nothing in it goes on.</summary>
    private void CloseFrom(int first)
    {
        for (var index = _kept.Count - 1; index >= first; index--)
        {
            if (_kept[index].IsOpen)
            {
                _kept.RemoveAt(index);
            }
        }
    }

    /// <returns>Whether the task has to be taken over as begun.</returns>
    private bool Inside(TaskNode node, FramePair frame)
    {
        switch (node)
        {
            case DoTask block:
                List(block.Do, frame);
                return false;
            case ForTask loop:
                Loop(loop, frame);
                return false;
            case ForkTask fork:
                Fork(fork, frame);
                return false;
            case TryTask guarded:
                return Try(guarded, frame);
            case ListenTask { Foreach: { } each, Timeout: null }:
                return Events(each, frame);
            case ForeachTask each:
                _ = each.Do is null || List(each.Do, frame);
                return true;
            default:
                return false;
        }
    }

    private void Loop(ForTask loop, FramePair frame)
    {
        foreach (var index in IterationsOf(loop.Do.Tasks[0], frame))
        {
            if (!List(loop.Do, frame.Inner(index)) && loop.Parallel == 1)
            {
                return;
            }
        }
    }

    /// <summary>A listen goes on with the events that it has taken: as they were dealt with, or to be dealt with
    /// anew from the first on that was not.</summary>
    /// <returns>Whether it has taken any.</returns>
    private bool Events(ForeachTask each, FramePair frame)
    {
        var (taken, isAnew) = (IterationsOf(each, frame), false);
        foreach (var index in taken)
        {
            var inner = frame.Inner(index);
            if (isAnew)
            {
                _kept.Add(new InheritedStep(inner.OldKey(each), inner.NewKey(each), IsOpen: true));
            }
            else
            {
                isAnew = Task(each, inner) is not { WentThrough: true };
            }
        }

        return taken.Count > 0;
    }

    /// <summary>Iterations that began: each has a row of the first task.</summary>
    private List<int> IterationsOf(TaskNode first, FramePair frame)
    {
        var outer = frame.Old.Length == 0 ? "" : frame.Old + ".";
        return
        [
            .. _byPath[first.Pointer]
                .Where(key => key.Attempt == frame.OldAttempt
                    && key.Iteration.StartsWith(outer, StringComparison.Ordinal))
                .Select(key => int.TryParse(
                    key.Iteration.AsSpan(outer.Length), NumberStyles.None, CultureInfo.InvariantCulture, out var index)
                    ? index
                    : -1)
                .Where(index => index >= 0)
                .Order(),
        ];
    }

    private void Fork(ForkTask fork, FramePair frame)
    {
        var cuts = _cuts;
        foreach (var branch in fork.Branches)
        {
            Task(branch, frame);
        }

        if (fork.Compete && _cuts > cuts)
        {
            _raceAround ??= fork.Name;
        }
    }

    /// <summary>The last attempt goes on as the first of the new run, with every retry before it. Once the handler has
    /// begun, all attempts are over.</summary>
    private bool Try(TryTask task, FramePair frame)
    {
        var (last, isRetried) = (0, task.Retry is not null);
        while (_past.ContainsKey(frame.Try(last + 1, 1, isRetried).OldKey(task.Try.Tasks[0])))
        {
            last++;
        }

        if (last == 0)
        {
            return false;
        }

        var hasHandled = task.CatchDo is not null && _past.ContainsKey(frame.OldKey(task.CatchDo.Tasks[0]));
        var (kept, cuts) = (_kept.Count, _cuts);
        if (!hasHandled || IsIn(task.Try))
        {
            List(task.Try, frame.Try(last, 1, isRetried));
        }

        if (!hasHandled || _cuts > cuts)
        {
            return false;
        }

        _kept.RemoveRange(kept, _kept.Count - kept);
        for (var attempt = 1; attempt <= last; attempt++)
        {
            List(task.Try, frame.Try(attempt, attempt, isRetried), isOver: true);
        }

        List(task.CatchDo!, frame);
        return true;
    }

    /// <summary>Whether the point to repeat from may be in this list.</summary>
    private bool IsIn(TaskList list) =>
        _from is not null && list.Tasks.Any(task => task.Pointer == _from.Path
            || _from.Path.StartsWith(task.Pointer + "/", StringComparison.Ordinal));
}
