using System.Buffers;
using System.Text.Json;
using KubeSharp.Api.Core.V1;
using JsonNode = KubeSharp.Machinery.Documents.Node;

namespace KubeSharp.Controllers.Deployments;

/// <summary>Names a pod template by its content.</summary>
public static class TemplateHash
{
    private const string Alphabet = "bcdfghjklmnpqrstvwxz2456789";

    /// <summary>Ten letters of the template and the number of collisions so far.</summary>
    public static string Of(PodTemplateSpec template, int collisions)
    {
        var buffer = new ArrayBufferWriter<byte>(1024);
        using (var writer = new Utf8JsonWriter(buffer, JsonNode.WriterOptions)) { template.Write(writer); }
        // FNV-1a, 64 bits: stable over runs and machines.
        var hash = 14695981039346656037UL ^ (ulong)collisions;
        foreach (var b in buffer.WrittenSpan) { hash = (hash ^ b) * 1099511628211UL; }
        return string.Create(10, hash, static (text, value) =>
        {
            for (var i = 0; i < text.Length; i++)
            {
                text[i] = Alphabet[(int)(value % (ulong)Alphabet.Length)];
                value /= (ulong)Alphabet.Length;
            }
        });
    }
}
