namespace KubeSharp.ApiServer.Endpoints;

/// <param name="Form">Object, table or metadata.</param>
/// <param name="IsYaml">YAML instead of JSON.</param>
public readonly record struct MediaType(AnswerForm Form, bool IsYaml)
{
    /// <summary>Chooses from an Accept header the first form that is served; null: none is.</summary>
    public static MediaType? Negotiate(string accept, bool allowsForms)
    {
        if (accept.Length == 0) { return default(MediaType); }
        foreach (var range in accept.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            var parts = range.Split(';', StringSplitOptions.TrimEntries);
            var isYaml = parts[0] is "application/yaml" or "application/x-yaml" or "text/yaml";
            if (!isYaml && parts[0] is not ("application/json" or "*/*" or "application/*")) { continue; }
            var form = parts.FirstOrDefault(static p => p.StartsWith("as=", StringComparison.Ordinal))?[3..];
            switch (form)
            {
                case null: return new(AnswerForm.Object, isYaml);
                case "Table" when allowsForms: return new(AnswerForm.Table, isYaml);
                case "PartialObjectMetadata" or "PartialObjectMetadataList" when allowsForms: return new(AnswerForm.Metadata, isYaml);
            }
        }
        return null;
    }
}
