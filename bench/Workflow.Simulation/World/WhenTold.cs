using System.Runtime.CompilerServices;

namespace Workflow.Simulation.World;

/// <summary>A line of the story, put together only when somebody listens.</summary>
[InterpolatedStringHandler]
internal ref struct WhenTold
{
    private readonly bool _isTold;
    private DefaultInterpolatedStringHandler _text;

    public WhenTold(int literalLength, int formattedCount, Story story, out bool isTold)
    {
        _isTold = isTold = story.IsTold;
        _text = isTold ? new DefaultInterpolatedStringHandler(literalLength, formattedCount) : default;
    }

    public void AppendLiteral(string text) => _text.AppendLiteral(text);

    public void AppendFormatted<T>(T value) => _text.AppendFormatted(value);

    public void AppendFormatted<T>(T value, int alignment) => _text.AppendFormatted(value, alignment);

    public string Text() => _isTold ? _text.ToStringAndClear() : "";
}
