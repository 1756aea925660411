using Workflow.Definitions.Reading;

namespace Workflow.Definitions.Documents;

/// <summary>Adds members to an object and refuses a name that it has already.</summary>
internal readonly struct MemberNames(ErrorList errors, LocatedNode owner)
{
    private readonly Dictionary<string, Place> _seen = [];

    public void AddUnlessRepeated(LocatedNode member)
    {
        if (_seen.TryAdd(member.Name!, member.NamePlace))
        {
            owner.Add(member);
            return;
        }

        var first = _seen[member.Name!];
        errors.Add(
            $"{owner.Pointer}/{JsonPointer.Escape(member.Name!)}", member.NamePlace,
            $"The property {Quote.Of(member.Name!)} stands here a second time (first in line {first.Line}); keep one.");
    }
}
