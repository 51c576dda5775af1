using KubeSharp.Machinery.Documents;

namespace KubeSharp.ApiServer.Tests.Validation.Corpus;

/// <summary>A right object but for one field.</summary>
/// <param name="Field">Where, as upstream writes paths.</param>
/// <param name="Owner">The short name of the type that has the field.</param>
/// <param name="Alteration">What is wrong.</param>
/// <param name="Body">The object.</param>
internal sealed record Sample(string Field, string Owner, Alteration Alteration, ObjectNode Body)
{
    /// <summary>How lists of exceptions name it: items of lists are alike.</summary>
    public string Name(string kind) => $"{Alteration} {kind} {System.Text.RegularExpressions.Regex.Replace(Field, "\\[[0-9]+\\]", "[]")}";
}
