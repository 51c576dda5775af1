using System.Globalization;
using System.Text.RegularExpressions;
using KubeSharp.Machinery.Documents;

namespace KubeSharp.Integration.Tests.Containers;

/// <summary>One line of a manifest's annotation kubesharp.test/status: PATH=VALUE, PATH>=NUMBER or PATH~PATTERN; an element of a list by its name or type.</summary>
internal sealed partial record PodExpectation(string Path, string Operator, string Value)
{
    public static PodExpectation Parse(string line) =>
        Form().Match(line) is { Success: true } match ? new(match.Groups[1].Value, match.Groups[2].Value, match.Groups[3].Value) : throw new FormatException($"no expectation: {line}");

    /// <summary>What stands there instead; null where it holds.</summary>
    public string? Violation(Node pod)
    {
        var found = Text(pod);
        var holds = Operator switch
        {
            "~" => Regex.IsMatch(found, Value),
            ">=" => double.TryParse(found, CultureInfo.InvariantCulture, out var number) && number >= double.Parse(Value, CultureInfo.InvariantCulture),
            _ => found == Value,
        };
        return holds ? null : $"{Path} is \"{found}\", not {Operator} \"{Value}\"";
    }

    private string Text(Node pod)
    {
        Node? at = pod;
        foreach (Match segment in Segment().Matches(Path))
        {
            var name = segment.Value;
            at = name[0] == '[' ? (at as ArrayNode)?.FirstOrDefault(i => i.TextAt("name") == name[1..^1] || i.TextAt("type") == name[1..^1]) : at.At(name);
            if (at is null) { return ""; }
        }
        return ObjectNode.Of(("value", at)).TextAt("value") ?? at.ToString();
    }

    [GeneratedRegex("^([^=~>]+)(>=|=|~)(.*)$")]
    private static partial Regex Form();

    [GeneratedRegex(@"\[[^\]]*\]|[^.\[\]]+")]
    private static partial Regex Segment();
}
