using System.Text;
using KubeSharp.ApiServer.Pipeline;
using KubeSharp.Machinery.Documents;
using KubeSharp.Machinery.Serialization;
using KubeSharp.Machinery.Statuses;

namespace KubeSharp.ApiServer.Endpoints;

/// <summary>Options of writes that stand in the query: dryRun, fieldManager, fieldValidation, force. Source: API reference, Common parameters.</summary>
internal static class WriteOptions
{
    private const int ManagerBytesMax = 128;

    /// <summary>Whether nothing is to be stored, by the query or the options in the body.</summary>
    /// <exception cref="StatusException">422: an option is none.</exception>
    public static bool IsDryRun(RequestScope scope, string kind, ObjectNode? options, bool isApply = false, IEnumerable<StatusCause>? found = null)
    {
        // What the query says counts only where there are no options in the body.
        var asked = (options is null ? scope.Http.Request.Query["dryRun"].ToArray() : (options["dryRun"] as ArrayNode ?? ArrayNode.Empty).Select(static d => (d as StringNode)?.Value)).ToArray();
        var causes = new List<StatusCause>(found ?? []);
        if (kind != "DeleteOptions") { CheckManager(scope, isApply, causes); }
        if (asked.Any(static d => d != "All")) { causes.Add(Unsupported("dryRun", $"[{string.Join(",", asked.Select(static d => $"\"{d}\""))}]", "\"All\"")); }
        if (kind != "DeleteOptions" && scope.Query("fieldValidation") is var validation and not ("" or "Strict" or "Warn" or "Ignore")) { causes.Add(Unsupported("fieldValidation", $"\"{validation}\"", "\"\", \"Ignore\", \"Strict\", \"Warn\"")); }
        return causes.Count == 0 ? asked.Length > 0 : throw StatusException.Invalid("meta.k8s.io", kind, "", [.. causes]);
    }

    private static void CheckManager(RequestScope scope, bool isApply, List<StatusCause> causes)
    {
        var manager = scope.Query("fieldManager");
        if (isApply && manager.Length == 0) { causes.Add(new("FieldValueRequired", "Required value: is required for apply patch", "fieldManager")); }
        if (!isApply && scope.Info.Verb == "patch" && scope.Query("force").Length > 0) { causes.Add(new("FieldValueForbidden", "Forbidden: may not be specified for non-apply patch", "force")); }
        if (Encoding.UTF8.GetByteCount(manager) > ManagerBytesMax) { causes.Add(new("FieldValueTooLong", $"Too long: may not be more than {ManagerBytesMax} bytes", "fieldManager")); }
        var at = 0;
        foreach (var rune in manager.EnumerateRunes())
        {
            if (!QuotedText.IsPrintable(rune)) { causes.Add(new("FieldValueInvalid", $"Invalid value: {QuotedText.Go(manager)}: invalid character U+{rune.Value:X4} (at position {at})", "fieldManager")); }
            at += rune.Utf8SequenceLength;
        }
    }

    private static StatusCause Unsupported(string field, string value, string supported) => new("FieldValueNotSupported", $"Unsupported value: {value}: supported values: {supported}", field);
}
