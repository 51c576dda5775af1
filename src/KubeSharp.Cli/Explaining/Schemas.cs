using KubeSharp.Cli.Describing;
using KubeSharp.Machinery.Documents;

namespace KubeSharp.Cli.Explaining;

/// <summary>The schemas of an OpenAPI v3 document, and what is behind their references. Pure.</summary>
internal sealed class Schemas(ObjectNode schemas)
{
    private const int DepthMax = 32;

    /// <summary>A schema by its name; empty where there is none.</summary>
    public Node this[string name] => schemas[name] ?? ObjectNode.Empty;

    /// <summary>The schema that holds the properties: behind references, items and values.</summary>
    public Node Behind(Node schema)
    {
        for (var i = 0; i < DepthMax; i++)
        {
            if (Reference(schema) is { Length: > 0 } name) { schema = this[name]; }
            else if (schema.At("items") is { } items) { schema = items; }
            else if (schema.At("additionalProperties") is ObjectNode values) { schema = values; }
            else { break; }
        }
        return schema;
    }

    /// <summary>The name of the schema that holds the properties; empty: it has none.</summary>
    public string NameBehind(Node schema)
    {
        var last = "";
        for (var i = 0; i < DepthMax; i++)
        {
            if (Reference(schema) is { Length: > 0 } name) { (last, schema) = (name, this[name]); }
            else if (schema.At("items") is { } items) { schema = items; }
            else if (schema.At("additionalProperties") is ObjectNode values) { schema = values; }
            else { break; }
        }
        return last;
    }

    /// <summary>The name that a schema refers to; empty: it says all itself.</summary>
    public static string Reference(Node schema)
    {
        var direct = schema.Text("$ref");
        if (direct.Length == 0) { direct = schema.Items("allOf").Select(static a => a.Text("$ref")).FirstOrDefault(static r => r.Length > 0) ?? ""; }
        return direct[(direct.LastIndexOf('/') + 1)..];
    }
}
