namespace KubeSharp.ApiServer.Endpoints.Lists;

/// <summary>Bytes that are the same in every list of an encoding, as they are and compressed.</summary>
internal sealed class ListMark(ReadOnlyMemory<byte> bytes)
{
    private DeflatedPiece? _piece;

    /// <summary>As they are.</summary>
    public ReadOnlyMemory<byte> Bytes => bytes;

    /// <summary>Compressed.</summary>
    public DeflatedPiece Piece => _piece ??= DeflatedPiece.Of([bytes]);
}
