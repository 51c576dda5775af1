using System.Text;
using KubeSharp.Cli.Resources;
using KubeSharp.Machinery.Statuses;

namespace KubeSharp.Cli.Editing;

/// <summary>What the server said to what was edited, and why it must be edited again.</summary>
internal sealed class EditProblems
{
    private readonly StringBuilder _reasons = new();

    /// <summary>Whether an object was gone.</summary>
    public bool HasMissing { get; private set; }

    /// <summary>Whether a change may succeed when it is tried again as it is.</summary>
    public bool IsRetryable { get; private set; }

    /// <summary>Whether an object must be edited again.</summary>
    public bool HasInvalid { get; private set; }

    /// <summary>The reasons as comments at the head of the file.</summary>
    public string Comments => _reasons.ToString();

    /// <summary>Notes a refusal; returns what the user is told at once.</summary>
    public string Add(Status refusal, ResourceItem item)
    {
        var subject = $"{item.Type.Qualified} \"{item.Name}\"";
        switch (refusal.Reason)
        {
            case StatusReason.Invalid:
                HasInvalid = true;
                AddReason($"{subject} was not valid", [.. refusal.Causes.Select(static c => $"{c.Field}: {c.Message}")]);
                return $"error: {subject} is invalid";
            case StatusReason.NotFound:
                HasMissing = true;
                return $"error: {subject} could not be found on the server";
            default:
                IsRetryable = true;
                return $"error: {subject} could not be patched: {refusal.Message}";
        }
    }

    /// <summary>Notes that the text is none that can be sent.</summary>
    public void AddReason(string what, params string[] details)
    {
        _reasons.Append("# ").Append(Commented(what)).Append(details.Length > 0 ? ":\n" : "\n");
        foreach (var detail in details) { _reasons.Append("# * ").Append(Commented(detail)).Append('\n'); }
        _reasons.Append("#\n");
    }

    private static string Commented(string text) => text.TrimEnd('\n').Replace("\n", "\n# ", StringComparison.Ordinal).Replace("\n# #", "\n#", StringComparison.Ordinal);
}
