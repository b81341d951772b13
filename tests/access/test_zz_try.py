import time
from collections import Counter
import pytest
from test_canary import *
from test_canary import _numbers, _about, _search, _typed
from crawling import _kind
@pytest.mark.django_db
def test_x(world):
    for asker in ("worker","team_manager","director","analyst","partner",NOBODY,"governance"):
        t=time.process_time(); c=Counter(); n=0; slow=[]
        cl=world.client(asker)
        print("client",time.process_time()-t)
        t0=time.process_time()
        for p in crawl(cl, examples=2):
            t1=time.process_time(); slow.append((round(t1-t0,3),p.path,p.status,len(p.text))); t0=t1
            c[_kind(p.path)]+=1; n+=1
        print(asker,n,len(c),round(time.process_time()-t,2))
        if asker in("worker","director"):
            for s in sorted(slow,reverse=True)[:60]: print("   ",*s)
        if asker=="director":
            t=time.process_time(); pages=list(_about(cl,world.planted["hidden"])); print("about",len(pages),time.process_time()-t)
            t=time.process_time(); pages=[_search(cl,x) for x in _typed(world.planted["hidden"])]; print("search",len(pages),time.process_time()-t)
            t=time.process_time(); _numbers(world,asker); print("numbers",time.process_time()-t)
