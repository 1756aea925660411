using Spectre.Console;
using Spectre.Console.Rendering;

namespace Workflow.Cli.Run;

/// <summary>Redraws a bar and a table, one line per task.</summary>
internal sealed class LiveView(LiveDisplayContext display) : IRunView
{
    private const int BarWidth = 40;
    private const int LinesBeside = 6;

    public void Show(RunPicture picture)
    {
        display.UpdateTarget(Draw(picture, Math.Max(3, AnsiConsole.Profile.Height - LinesBeside)));
        display.Refresh();
    }

    /// <param name="linesMax">More tasks than this are cut at the top: the newest matter.</param>
    internal static IRenderable Draw(RunPicture picture, int linesMax)
    {
        var table = new Table().Border(TableBorder.None).HideHeaders();
        foreach (var _ in Enumerable.Range(0, 5))
        {
            table.AddColumn(new TableColumn("").NoWrap());
        }

        foreach (var group in picture.Groups.Skip(picture.Groups.Count - linesMax))
        {
            table.AddRow(
                new Markup(Sign(group.Status)),
                new Text(group.Name),
                new Text(group.Worker, new Style(Color.Grey)),
                new Text(StepText.Counts(group)),
                new Text(StepText.Duration(group), new Style(Color.Grey)));
        }

        return new Rows(new Markup(Bar(picture)), table, new Text(picture.Trouble ?? "", new Style(Color.Yellow)));
    }

    private static string Bar(RunPicture picture)
    {
        var full = (int)Math.Round(picture.Fraction * BarWidth);
        var colour = Colour(picture.Status);
        return $"[{colour}]{new string('━', full)}[/][grey]{new string('━', BarWidth - full)}[/] "
            + $"{StepText.Percent(picture.Fraction)} [{colour}]{picture.Status}[/] {StepText.Of(picture.Elapsed)}";
    }

    private static string Sign(string status) => status switch
    {
        "completed" => "[green]✓[/]",
        "failed" => "[red]✗[/]",
        "running" => "[blue]▶[/]",
        _ => "[grey]–[/]",
    };

    private static string Colour(string status) => status switch
    {
        "completed" => "green",
        "failed" or "cancelled" => "red",
        _ => "blue",
    };
}
