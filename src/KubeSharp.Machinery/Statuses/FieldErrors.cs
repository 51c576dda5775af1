using System.Collections.Immutable;
using System.Globalization;
using KubeSharp.Machinery.Documents;
using KubeSharp.Machinery.Serialization;

namespace KubeSharp.Machinery.Statuses;

/// <summary>Gathers what is wrong with an object's fields, in upstream's words. Source: apimachinery field errors.</summary>
public sealed class FieldErrors
{
    private readonly ImmutableArray<StatusCause>.Builder _causes = ImmutableArray.CreateBuilder<StatusCause>();

    /// <summary>All that was found.</summary>
    public ImmutableArray<StatusCause> Causes => _causes.ToImmutable();

    /// <summary>Nothing was found.</summary>
    public bool IsEmpty => _causes.Count == 0;

    /// <summary>The field must be there.</summary>
    public void Required(FieldPath path, string detail = "") => Add("FieldValueRequired", path, "Required value", detail);

    /// <summary>The value is not allowed.</summary>
    public void Invalid(FieldPath path, Node? value, string detail) => Add("FieldValueInvalid", path, $"Invalid value: {Print(value)}", detail);

    /// <summary>The value, which is too long or too little of a text to be repeated, is not allowed.</summary>
    public void Invalid(FieldPath path, string detail) => Add("FieldValueInvalid", path, "Invalid value", detail);

    /// <summary>The value is none of those supported; they are named in the order given.</summary>
    public void NotSupported(FieldPath path, Node? value, params ReadOnlySpan<string> supported)
    {
        var quoted = string.Join(", ", supported.ToArray().Select(static s => $"\"{s}\""));
        Add("FieldValueNotSupported", path, $"Unsupported value: {Print(value)}", quoted.Length == 0 ? "" : $"supported values: {quoted}");
    }

    /// <summary>The value must differ from those before it.</summary>
    public void Duplicate(FieldPath path, Node? value, string detail = "") => Add("FieldValueDuplicate", path, $"Duplicate value: {Print(value)}", detail);

    /// <summary>The value names something that is not there.</summary>
    public void NotFound(FieldPath path, Node? value, string detail = "") => Add("FieldValueNotFound", path, $"Not found: {Print(value)}", detail);

    /// <summary>The field may not be set or changed.</summary>
    public void Forbidden(FieldPath path, string detail) => Add("FieldValueForbidden", path, "Forbidden", detail);

    /// <summary>The value has another type than it must have.</summary>
    public void TypeInvalid(FieldPath path, Node? value, string detail) => Add("FieldValueTypeInvalid", path, $"Invalid value: {Print(value)}", detail);

    /// <summary>The text is longer than so many bytes.</summary>
    public void TooLong(FieldPath path, int lengthMax) =>
        Add("FieldValueTooLong", path, "Too long", $"may not be more than {lengthMax.ToString(CultureInfo.InvariantCulture)} bytes");

    /// <summary>The list has more items than allowed.</summary>
    public void TooMany(FieldPath path, int count, int countMax) =>
        Add("FieldValueTooMany", path, $"Too many: {count.ToString(CultureInfo.InvariantCulture)}", $"must have at most {countMax.ToString(CultureInfo.InvariantCulture)} items");

    /// <summary>Something that was found elsewhere.</summary>
    public void Add(StatusCause cause) => _causes.Add(cause);

    /// <summary>Throws Invalid (422) where anything was found.</summary>
    public void ThrowIfAny(string group, string kind, string name)
    {
        if (!IsEmpty) { throw StatusException.Invalid(group, kind, name, Causes); }
    }

    private void Add(string reason, FieldPath path, string what, string detail) =>
        _causes.Add(new StatusCause(reason, detail.Length == 0 ? what : $"{what}: {detail}", path.ToString()));

    private static string Print(Node? value) => value switch { null or NullNode => "null", StringNode text => QuotedText.Go(text.Value), _ => value.ToString() };
}
