using System.Globalization;

namespace Workflow.Execution.Replay;

/// <summary>Text of the column <c>iteration</c>: loop indexes from outer to inner joined by dots, <c>~n</c> for
/// returns by a flow directive, <c>^n</c> for what runs again because an outer <c>try</c> is retried.</summary>
internal static class Iteration
{
    /// <summary>Outside every loop; written as <c>0</c>.</summary>
    public const string Outside = "";

    public static string Text(string iteration) => iteration.Length == 0 ? "0" : iteration;

    /// <summary>Iteration <paramref name="index"/> (from 0) of a loop inside <paramref name="outer"/>.</summary>
    public static string Inner(string outer, int index)
    {
        var text = index.ToString(CultureInfo.InvariantCulture);
        return outer.Length == 0 ? text : $"{outer}.{text}";
    }

    /// <summary>Inside the <paramref name="attempt"/>-th attempt of an outer <c>try</c>, from 1.</summary>
    public static string Again(string iteration, int attempt) =>
        attempt == 1 ? iteration : string.Create(CultureInfo.InvariantCulture, $"{Text(iteration)}^{attempt}");

    /// <summary>The <paramref name="pass"/>-th return to a task list by a flow directive; 0 for the first way
    /// through.</summary>
    public static string Return(string iteration, int pass) =>
        pass == 0 ? iteration : string.Create(CultureInfo.InvariantCulture, $"{Text(iteration)}~{pass}");
}
