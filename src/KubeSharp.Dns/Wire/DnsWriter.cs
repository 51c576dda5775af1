using System.Buffers.Binary;
using System.Text;

namespace KubeSharp.Dns.Wire;

/// <summary>Writes answers.</summary>
public static class DnsWriter
{
    private const int MessageBytesMax = 65_535;

    /// <summary>The bytes of an answer of at most so many; what does not fit is left out and the answer marked as cut.</summary>
    public static byte[] Write(DnsMessage query, DnsAnswer answer, int bytesMax)
    {
        var whole = Write(query, answer, isCut: false);
        return whole.Length <= Math.Min(bytesMax, MessageBytesMax) ? whole : Write(query, new DnsAnswer(answer.Code, []), isCut: true);
    }

    private static byte[] Write(DnsMessage query, DnsAnswer answer, bool isCut)
    {
        var names = new Dictionary<string, int>(StringComparer.Ordinal);
        var output = new MemoryStream();
        Number(output, query.Id);
        Number(output, 0x8400 | (query.IsRecursionDesired ? 0x100 : 0) | 0x80 | (isCut ? 0x200 : 0) | answer.Code);
        Number(output, 1);
        Number(output, answer.Records.Length);
        Number(output, answer.Authority is null ? 0 : 1);
        Number(output, answer.Additional.Length + (query.HasEdns ? 1 : 0));
        Name(output, query.Question.Name, names);
        Number(output, query.Question.Type);
        Number(output, query.Question.Class);
        foreach (var record in answer.Records) { Record(output, record, names); }
        if (answer.Authority is { } authority) { Record(output, authority, names); }
        foreach (var record in answer.Additional) { Record(output, record, names); }
        if (query.HasEdns) { output.Write([0, 0, DnsType.Opt, 0x10, 0, 0, 0, 0, 0, 0, 0]); }
        return output.ToArray();
    }

    private static void Record(MemoryStream output, DnsRecord record, Dictionary<string, int> names)
    {
        Name(output, record.Name, names);
        Number(output, record.Type);
        Number(output, 1);
        Long(output, (uint)record.TimeToLiveSeconds);
        var lengthAt = output.Position;
        Number(output, 0);
        switch (record.Type)
        {
            case DnsType.A or DnsType.Aaaa: output.Write(record.Address!.GetAddressBytes()); break;
            case DnsType.Srv:
                Number(output, record.Service.Priority);
                Number(output, record.Service.Weight);
                Number(output, record.Service.Port);
                Name(output, record.Target, null);
                break;
            case DnsType.Soa:
                Name(output, record.Target, names);
                Name(output, record.Authority.Mailbox, names);
                foreach (var number in (ReadOnlySpan<uint>)[record.Authority.Serial, record.Authority.Refresh, record.Authority.Retry, record.Authority.Expire, record.Authority.Minimum]) { Long(output, number); }
                break;
            default: Name(output, record.Target, names); break;
        }
        var end = output.Position;
        output.Position = lengthAt;
        Number(output, (int)(end - lengthAt - 2));
        output.Position = end;
    }

    private static void Name(MemoryStream output, string name, Dictionary<string, int>? names)
    {
        while (name.Length > 0)
        {
            if (names is not null)
            {
                if (names.TryGetValue(name, out var at))
                {
                    Number(output, 0xC000 | at);
                    return;
                }
                if (output.Position < 0x3FFF) { names[name] = (int)output.Position; }
            }
            var dot = name.IndexOf('.', StringComparison.Ordinal);
            var label = dot < 0 ? name : name[..dot];
            output.WriteByte((byte)label.Length);
            output.Write(Encoding.Latin1.GetBytes(label));
            name = dot < 0 ? "" : name[(dot + 1)..];
        }
        output.WriteByte(0);
    }

    private static void Number(MemoryStream output, int number)
    {
        output.WriteByte((byte)(number >> 8));
        output.WriteByte((byte)number);
    }

    private static void Long(MemoryStream output, uint number)
    {
        Span<byte> bytes = stackalloc byte[4];
        BinaryPrimitives.WriteUInt32BigEndian(bytes, number);
        output.Write(bytes);
    }
}
