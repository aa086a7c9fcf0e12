def render_pair(document, pair, *, policy):
    return pair.source, pair.target
