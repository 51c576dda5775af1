using System.Collections.Immutable;
using System.Globalization;
using KubeSharp.Machinery.Documents;
using KubeSharp.Machinery.Statuses;

namespace KubeSharp.Machinery.Schemas.Structural;

/// <summary>
/// Finds what a schema says is wrong with a value, in upstream's words. A value that an update leaves as it was is not looked at again
/// (ratcheting), so that a schema may become stricter than what is stored. Pure.
/// </summary>
public sealed class ValueValidation(FieldErrors errors)
{
    /// <summary>Validates a value at a path; <paramref name="old"/> is what stood there before an update, or null.</summary>
    public void Validate(string path, Node value, Node? old, StructuralSchema schema)
    {
        if (old is not null && value.Equals(old)) { return; }
        if (!CheckType(path, value, schema) || value is NullNode)
        {
            if (value is NullNode) { CheckEnum(path, value, schema); }
            return;
        }
        CheckParts(path, value, old, schema.Constraints);
        switch (value)
        {
            case StringNode text: CheckText(path, text, schema); break;
            case NumberNode number: CheckNumber(path, number, schema.Constraints); break;
            case ArrayNode items: CheckItems(path, items, old as ArrayNode, schema); break;
        }
        CheckEnum(path, value, schema);
        if (value is ObjectNode fields) { CheckFields(path, fields, old as ObjectNode, schema); }
    }

    // False: the type is another one, and nothing else is worth saying.
    private bool CheckType(string path, Node value, StructuralSchema schema)
    {
        if (value is NullNode && (schema.IsNullable || schema.Type.Length == 0 && !schema.IsIntOrString)) { return true; }
        var wanted = schema.IsIntOrString ? "integer,string" : schema.Type;
        var actual = value switch { NumberNode { IsInteger: true } => "integer", NumberNode n when n.Double == Math.Truncate(n.Double) => wanted == "number" ? "number" : "integer", _ => value.Kind };
        var fits = wanted.Length == 0 || wanted == actual || (wanted == "number" && actual == "integer") || (schema.IsIntOrString && actual is "integer" or "string" && value is not NullNode);
        if (!fits) { errors.TypeInvalid(FieldPath.Of(path), actual, $"{path} in body must be of type {wanted}: \"{actual}\""); }
        return fits;
    }

    private void CheckEnum(string path, Node value, StructuralSchema schema)
    {
        var allowed = schema.Constraints.Enum;
        if (allowed.IsEmpty || allowed.Contains(value) || value is NullNode) { return; }
        errors.NotSupported(FieldPath.Of(path), value, [.. allowed.Select(static a => a is StringNode text ? text.Value : a.ToString())]);
    }

    private void CheckText(string path, StringNode text, StructuralSchema schema)
    {
        var constraints = schema.Constraints;
        var length = text.Value.Length;
        if (constraints.LengthMin is not null || constraints.LengthMax is not null) { length = Length(text.Value); }
        if (length > constraints.LengthMax) { errors.TooLong(FieldPath.Of(path), (int)constraints.LengthMax.Value); }
        if (length < constraints.LengthMin) { Invalid(path, text, $"should be at least {constraints.LengthMin} chars long"); }
        if (constraints.Pattern is { } pattern && !pattern.IsMatch(text.Value)) { Invalid(path, text, $"should match '{constraints.PatternText}'"); }
        if (!TextFormats.Fits(constraints.Format, text.Value)) { errors.TypeInvalid(FieldPath.Of(path), text, $"{path} in body must be of type {constraints.Format}: {text}"); }
    }

    private void CheckNumber(string path, NumberNode number, ValueConstraints constraints)
    {
        if (constraints.Maximum is { } maximum && (number.Double > maximum.Double || constraints.IsMaximumExclusive && number.Double == maximum.Double))
        {
            Invalid(path, number, $"should be less than {(constraints.IsMaximumExclusive ? "" : "or equal to ")}{maximum}");
        }
        if (constraints.Minimum is { } minimum && (number.Double < minimum.Double || constraints.IsMinimumExclusive && number.Double == minimum.Double))
        {
            Invalid(path, number, $"should be greater than {(constraints.IsMinimumExclusive ? "" : "or equal to ")}{minimum}");
        }
        if (constraints.MultipleOf is { Double: > 0 } factor && !IsMultiple(number, factor)) { Invalid(path, number, $"should be a multiple of {factor}"); }
        if (!number.IsInteger) { return; }
        if (constraints.Format == "int32" && number.Integer is < int.MinValue or > int.MaxValue && constraints.Format == "int32")
        {
            errors.TypeInvalid(FieldPath.Of(path), number, $"{path} in body must be of type integer with format int32: {number}");
        }
    }

    private void CheckItems(string path, ArrayNode items, ArrayNode? old, StructuralSchema schema)
    {
        var constraints = schema.Constraints;
        if (schema.Items is { } below)
        {
            for (var i = 0; i < items.Count; i++)
            {
                Validate($"{path}[{i.ToString(CultureInfo.InvariantCulture)}]", items[i], ListItems.Counterpart(items[i], old, schema), below);
            }
        }
        if (items.Count < constraints.ItemsMin) { Invalid(path, items, $"should have at least {constraints.ItemsMin} items"); }
        if (items.Count > constraints.ItemsMax) { errors.TooMany(FieldPath.Of(path), items.Count, (int)constraints.ItemsMax.Value); }
    }

    private void CheckFields(string path, ObjectNode fields, ObjectNode? old, StructuralSchema schema)
    {
        var constraints = schema.Constraints;
        if (fields.Count < constraints.PropertiesMin) { Invalid(path, fields, $"should have at least {constraints.PropertiesMin} properties"); }
        if (fields.Count > constraints.PropertiesMax) { errors.TooMany(FieldPath.Of(path), fields.Count, (int)constraints.PropertiesMax.Value); }
        foreach (var required in constraints.Required)
        {
            if (fields[required] is null) { errors.Required(FieldPath.Of(Below(path, required))); }
        }
        foreach (var (name, child) in fields.Fields)
        {
            if (schema.Properties.TryGetValue(name, out var property)) { Validate(Below(path, name), child, old?[name], property); }
            else if (schema.AdditionalProperties is { } values) { Validate(Below(path, name), child, old?[name], values); }
        }
    }

    private void CheckParts(string path, Node value, Node? old, ValueConstraints constraints)
    {
        foreach (var part in constraints.AllOf) { Validate(path, value, old, part); }
        if (!constraints.AllOf.IsEmpty && constraints.AllOf.Any(p => !Try(path, value, old, p).IsEmpty)) { Composite($"\"{path}\" must validate all the schemas (allOf)"); }
        if (!constraints.AnyOf.IsEmpty)
        {
            var tried = constraints.AnyOf.Select(p => Try(path, value, old, p)).ToArray();
            if (!tried.Any(static t => t.IsEmpty))
            {
                Composite($"\"{path}\" must validate at least one schema (anyOf)");
                Add(tried.MinBy(static t => t.Causes.Length)!);
            }
        }
        if (!constraints.OneOf.IsEmpty)
        {
            var tried = constraints.OneOf.Select(p => Try(path, value, old, p)).ToArray();
            var valid = tried.Count(static t => t.IsEmpty);
            if (valid != 1) { Composite($"\"{path}\" must validate one and only one schema (oneOf). {(valid == 0 ? "Found none valid" : $"Found {valid} valid alternatives")}"); }
            if (valid == 0) { Add(tried.MinBy(static t => t.Causes.Length)!); }
        }
        if (constraints.Not is { } not && Try(path, value, old, not).IsEmpty) { Composite($"\"{path}\" must not validate the schema (not)"); }
    }

    private static FieldErrors Try(string path, Node value, Node? old, StructuralSchema schema)
    {
        var found = new FieldErrors();
        new ValueValidation(found).Validate(path, value, old, schema);
        return found;
    }

    private void Add(FieldErrors found)
    {
        foreach (var cause in found.Causes) { errors.Add(cause); }
    }

    // Compat: upstream names no field here.
    private void Composite(string message) => errors.Invalid(FieldPath.Of("<nil>"), "", message);

    private void Invalid(string path, Node value, string what) => errors.Invalid(FieldPath.Of(path), value, $"{path} in body {what}");

    private static string Below(string path, string name) => path.Length == 0 ? name : $"{path}.{name}";

    private static bool IsMultiple(NumberNode number, NumberNode factor)
    {
        if (number.IsInteger && factor.IsInteger) { return number.Integer % factor.Integer == 0; }
        var times = number.Double / factor.Double;
        return Math.Abs(times - Math.Round(times)) < 1e-9;
    }

    // Characters are counted as Go does: code points.
    private static int Length(string text)
    {
        var count = 0;
        foreach (var _ in text.EnumerateRunes()) { count++; }
        return count;
    }
}
