using System.Globalization;
using System.Text;

namespace KubeSharp.Machinery.Metrics;

/// <summary>Prometheus' text form. Source: Prometheus, exposition formats.</summary>
public static class MetricText
{
    /// <summary>The form's media type.</summary>
    public const string ContentType = "text/plain; version=0.0.4; charset=utf-8";

    /// <summary>What stands before a metric of a component of Kubernetes: its level, which upstream promises, and what it means.</summary>
    public static void Head(StringBuilder text, string name, string type, string help) => Plain(text, name, type, MetricLevels.PrefixOf(name) + help);

    /// <summary>What stands before a metric of which nothing is promised.</summary>
    public static void Plain(StringBuilder text, string name, string type, string help) => text.Append(CultureInfo.InvariantCulture, $"# HELP {name} {help}\n# TYPE {name} {type}\n");

    /// <summary>One metric whose values are known now, each with its labels as <see cref="Labels"/> writes them.</summary>
    public static void Family(StringBuilder text, string name, string type, string help, IEnumerable<(string Labels, double Value)> samples)
    {
        Head(text, name, type, help);
        foreach (var (labels, value) in samples) { text.Append(CultureInfo.InvariantCulture, $"{name}{labels} {Number(value)}\n"); }
    }

    /// <summary>One metric without labels.</summary>
    public static void One(StringBuilder text, string name, string type, string help, double value) => Family(text, name, type, help, [("", value)]);

    /// <summary>Labels in their brackets; none: nothing.</summary>
    public static string Labels(params ReadOnlySpan<(string Name, string Value)> labels)
    {
        if (labels.IsEmpty) { return ""; }
        var text = new StringBuilder();
        foreach (var (name, value) in labels) { text.Append(text.Length == 0 ? '{' : ',').Append(name).Append("=\"").Append(Escaped(value)).Append('"'); }
        return text.Append('}').ToString();
    }

    // As Prometheus writes what is no number.
    private static string Number(double value) => double.IsPositiveInfinity(value) ? "+Inf" : value.ToString(CultureInfo.InvariantCulture);

    /// <summary>A label's value as it stands between quotes.</summary>
    public static string Escaped(string value) => value.AsSpan().IndexOfAny('\\', '"', '\n') < 0 ? value
        : value.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal).Replace("\n", "\\n", StringComparison.Ordinal);

    /// <summary>kubernetes_build_info of a component of this version (v1.36.4).</summary>
    public static void BuildInfo(StringBuilder text, string version)
    {
        var numbers = version.TrimStart('v').Split('.', '+', '-');
        Family(text, "kubernetes_build_info", "gauge", "A metric with a constant '1' value labeled by major, minor, git version, git commit, git tree state, build date, Go version, and compiler from which Kubernetes was built, and platform on which it is running.",
            [(Labels(("compiler", "dotnet"), ("git_version", version), ("go_version", $".NET {Environment.Version}"), ("major", numbers[0]), ("minor", numbers.Length > 1 ? numbers[1] : "")), 1)]);
    }
}
