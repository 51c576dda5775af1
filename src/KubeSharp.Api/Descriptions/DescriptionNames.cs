namespace KubeSharp.Api.Descriptions;

/// <summary>How the official client names what the API calls otherwise. Pure.</summary>
internal static class DescriptionNames
{
    /// <summary>Its possible names of a type, best first: Corev1Event where several groups have the kind, else V1Pod; a version it lacks is described by the stable one.</summary>
    public static IEnumerable<string> Types(string type)
    {
        var parts = type.Split('.');
        if (parts.Length < 3) { yield break; }
        var (group, version, kind) = (parts[^3], parts[^2], parts[^1]);
        yield return $"{Capital(group)}{version}{kind}";
        yield return $"{Capital(version)}{kind}";
        yield return $"V1{kind}";
    }

    /// <summary>Its possible names of a field: with Property or Value behind where the name is a word of C#.</summary>
    public static IEnumerable<string> Properties(string field)
    {
        var name = string.Concat(field.Split('-', '$').Select(Capital));
        return [name, name + "Property", name + "Value"];
    }

    private static string Capital(string text) => text.Length == 0 ? "" : char.ToUpperInvariant(text[0]) + text[1..];
}
