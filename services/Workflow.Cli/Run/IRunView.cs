namespace Workflow.Cli.Run;

/// <summary>Where a run is shown: a terminal that can redraw, or a stream of lines.</summary>
internal interface IRunView
{
    /// <summary>Shows the run as it is now; the last call shows its end.</summary>
    void Show(RunPicture picture);
}
